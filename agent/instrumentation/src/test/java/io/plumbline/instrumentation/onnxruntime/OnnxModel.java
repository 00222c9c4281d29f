package io.plumbline.instrumentation.onnxruntime;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Writes a small ONNX model, field by field, as onnx.proto and onnx-ml.proto number them. */
final class OnnxModel {
  static final int FLOAT = 1;
  static final int INT64 = 7;
  static final int STRING = 8;
  static final String ML = "ai.onnx.ml";

  private static final int IR_VERSION = 8;

  private final Message model = new Message();
  private final Message graph = new Message();

  OnnxModel(String graphName) {
    graph.text(2, graphName);
    model.number(1, IR_VERSION);
    opset("", 13);
    opset(ML, 3);
  }

  private void opset(String domain, long version) {
    model.message(8, opset -> opset.text(1, domain).number(2, version));
  }

  OnnxModel version(long version) {
    model.number(5, version);
    return this;
  }

  OnnxModel metadata(String key, String value) {
    model.message(14, entry -> entry.text(1, key).text(2, value));
    return this;
  }

  /** A tensor; dimension -1 stays open. */
  OnnxModel input(String name, int type, long... shape) {
    graph.message(11, value -> value.text(1, name).message(2, t -> tensorType(t, type, shape)));
    return this;
  }

  /** As {@link #input}. */
  OnnxModel output(String name, int type, long... shape) {
    graph.message(12, value -> value.text(1, name).message(2, t -> tensorType(t, type, shape)));
    return this;
  }

  OnnxModel outputOfMaps(String name, int keyType) {
    graph.message(
        12,
        value -> value.text(1, name).message(2, type -> type.message(4, s -> mapType(s, keyType))));
    return this;
  }

  OnnxModel outputOfTensors(String name, int type) {
    graph.message(
        12,
        value ->
            value
                .text(1, name)
                .message(2, t -> t.message(4, s -> s.message(1, e -> tensorType(e, type)))));
    return this;
  }

  private static void mapType(Message sequence, int keyType) {
    sequence.message(
        1,
        element ->
            element.message(
                5, map -> map.number(1, keyType).message(2, v -> tensorType(v, FLOAT))));
  }

  private static void tensorType(Message type, int element, long... shape) {
    type.message(
        1,
        tensor -> {
          tensor.number(1, element);
          tensor.message(
              2,
              dimensions -> {
                for (long size : shape) {
                  dimensions.message(1, size < 0 ? d -> d.text(2, "N") : d -> d.number(1, size));
                }
              });
        });
  }

  OnnxModel constant(String name, float... values) {
    graph.message(
        5,
        tensor -> {
          tensor.number(1, values.length).number(2, FLOAT);
          for (float value : values) {
            tensor.float32(4, value);
          }
          tensor.text(8, name);
        });
    return this;
  }

  /**
   * @param domain {@code ""} or {@link #ML}
   */
  OnnxModel node(
      String domain,
      String operator,
      String[] inputs,
      String[] outputs,
      Consumer<Node> attributes) {
    graph.message(
        1,
        node -> {
          for (String input : inputs) {
            node.text(1, input);
          }
          for (String output : outputs) {
            node.text(2, output);
          }
          node.text(4, operator);
          attributes.accept(new Node(node));
          node.text(7, domain);
        });
    return this;
  }

  OnnxModel node(String operator, String input, String output) {
    return node("", operator, new String[] {input}, new String[] {output}, none -> {});
  }

  byte[] bytes() {
    Message whole = new Message();
    whole.bytes.writeBytes(model.bytes.toByteArray());
    whole.field(7, graph.bytes.toByteArray());
    return whole.bytes.toByteArray();
  }

  /** Attributes of a node. */
  record Node(Message node) {
    Node text(String name, String value) {
      node.message(5, a -> a.text(1, name).text(4, value).number(20, 3));
      return this;
    }

    Node integer(String name, long value) {
      node.message(5, a -> a.text(1, name).number(3, value).number(20, 2));
      return this;
    }

    Node floats(String name, float... values) {
      node.message(
          5,
          attribute -> {
            attribute.text(1, name);
            for (float value : values) {
              attribute.float32(7, value);
            }
            attribute.number(20, 6);
          });
      return this;
    }

    Node integers(String name, long... values) {
      node.message(
          5,
          attribute -> {
            attribute.text(1, name);
            for (long value : values) {
              attribute.number(8, value);
            }
            attribute.number(20, 7);
          });
      return this;
    }

    Node texts(String name, String... values) {
      node.message(
          5,
          attribute -> {
            attribute.text(1, name);
            for (String value : values) {
              attribute.text(9, value);
            }
            attribute.number(20, 8);
          });
      return this;
    }
  }

  /** A protobuf message being written. */
  static final class Message {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Message number(int field, long value) {
      varint((long) field << 3);
      varint(value);
      return this;
    }

    Message text(int field, String value) {
      return field(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Message float32(int field, float value) {
      varint((long) field << 3 | 5);
      ByteBuffer little = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(value);
      bytes.writeBytes(little.array());
      return this;
    }

    Message message(int field, Consumer<Message> content) {
      Message message = new Message();
      content.accept(message);
      return field(field, message.bytes.toByteArray());
    }

    private Message field(int field, byte[] value) {
      varint((long) field << 3 | 2);
      varint(value.length);
      bytes.writeBytes(value);
      return this;
    }

    private void varint(long value) {
      long rest = value;
      while ((rest & ~0x7FL) != 0) {
        bytes.write((int) ((rest & 0x7F) | 0x80));
        rest >>>= 7;
      }
      bytes.write((int) rest);
    }
  }
}

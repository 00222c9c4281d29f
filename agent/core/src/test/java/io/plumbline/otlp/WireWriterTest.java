package io.plumbline.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnknownFieldSet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against protobuf's own library. */
class WireWriterTest {
  private final WireWriter out = new WireWriter();

  @Test
  void fieldsAreThoseOfProtobuf() throws IOException {
    Random random = new Random(1);
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    CodedOutputStream protobuf = CodedOutputStream.newInstance(expected);
    for (int i = 0; i < 1000; i++) {
      int field = 1 + random.nextInt(3000);
      long value = random.nextLong() >> random.nextInt(64);
      String text = "größer \ud83d\ude00 ".repeat(random.nextInt(20));
      out.varint(field, value);
      protobuf.writeUInt64(field, value);
      out.bool(field, value > 0);
      protobuf.writeBool(field, value > 0);
      out.fixed32(field, (int) value);
      protobuf.writeFixed32(field, (int) value);
      out.fixed64(field, value);
      protobuf.writeFixed64(field, value);
      out.real(field, Double.longBitsToDouble(value));
      protobuf.writeDouble(field, Double.longBitsToDouble(value));
      out.string(field, text);
      protobuf.writeString(field, text);
      assertThat(WireWriter.varintSize(value))
          .isEqualTo(CodedOutputStream.computeUInt64SizeNoTag(value));
    }
    protobuf.flush();

    assertThat(out.toBytes()).isEqualTo(expected.toByteArray());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 127, 128, 16_383, 16_384, 3_000_000})
  void messageHasItsLengthInAsFewBytesAsItTakes(int length) throws IOException {
    int outer = out.begin(7);
    int inner = out.begin(1);
    out.string(2, "x".repeat(length));
    out.end(inner);
    out.end(outer);
    byte[] bytes = out.toBytes();

    UnknownFieldSet read = UnknownFieldSet.parseFrom(bytes);
    assertThat(read.toByteArray()).isEqualTo(bytes);
    UnknownFieldSet message =
        UnknownFieldSet.parseFrom(read.getField(7).getLengthDelimitedList().get(0));
    UnknownFieldSet text =
        UnknownFieldSet.parseFrom(message.getField(1).getLengthDelimitedList().get(0));
    assertThat(text.getField(2).getLengthDelimitedList().get(0).size()).isEqualTo(length);
  }

  @Test
  void clearedItWritesAnew() {
    out.string(1, "x".repeat(1000));
    out.clear();
    out.bool(1, true);

    assertThat(out.toBytes()).containsExactly(8, 1);
  }
}

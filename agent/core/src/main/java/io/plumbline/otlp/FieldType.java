package io.plumbline.otlp;

import java.io.IOException;
import java.util.HexFormat;

/** How a scalar field stands on the wire. Its Java type decides how OTLP/JSON writes it. */
enum FieldType {
  STRING(WireReader.DELIMITED),
  BYTES(WireReader.DELIMITED),
  /** Trace and span ids: bytes, which OTLP/JSON writes in hex rather than in base64. */
  ID(WireReader.DELIMITED),
  BOOL(WireReader.VARINT),
  /** int32, uint32 and enumerations. */
  INT32(WireReader.VARINT),
  SINT32(WireReader.VARINT),
  /** int64 and uint64, as far as a long holds them. */
  INT64(WireReader.VARINT),
  FIXED32(WireReader.FIXED32),
  FIXED64(WireReader.FIXED64),
  DOUBLE(WireReader.FIXED64);

  private final int wireType;

  FieldType(int wireType) {
    this.wireType = wireType;
  }

  int wireType() {
    return wireType;
  }

  Object read(WireReader in) throws IOException {
    return switch (this) {
      case STRING -> in.string();
      case BYTES -> in.bytes();
      case ID -> HexFormat.of().formatHex(in.bytes());
      case BOOL -> in.varint() != 0;
      case INT32 -> (int) in.varint();
      case SINT32 -> unzigzag((int) in.varint());
      case INT64 -> in.varint();
      case FIXED32 -> in.fixed32();
      case FIXED64 -> in.fixed64();
      case DOUBLE -> Double.longBitsToDouble(in.fixed64());
    };
  }

  private static int unzigzag(int zigzag) {
    return (zigzag >>> 1) ^ -(zigzag & 1);
  }
}

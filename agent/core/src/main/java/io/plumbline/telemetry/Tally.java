package io.plumbline.telemetry;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A number that only grows. */
final class Tally {
  private long value;

  void increment() {
    value++;
  }

  void add(long more) {
    value += more;
  }

  long value() {
    return value;
  }

  static void write(Tally tally, DataOutput out) throws IOException {
    out.writeLong(tally.value);
  }

  static Tally read(DataInput in) throws IOException {
    Tally tally = new Tally();
    tally.value = in.readLong();
    return tally;
  }
}

package io.plumbline.benchmarks.run;

import java.util.regex.Pattern;

/**
 * How much is measured.
 *
 * @param rounds repetitions, in each of which every contestant has its turn
 * @param full all cells, each for longer
 * @param cells those whose name has this in it
 */
record Effort(int rounds, boolean full, Pattern cells) {
  boolean includes(String cell) {
    return cells.matcher(cell).find();
  }

  long millis(long quick, long thorough) {
    return full ? thorough : quick;
  }
}

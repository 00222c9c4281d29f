package io.plumbline.spool;

/**
 * Reads one stream forward. Reading does not acknowledge, so that one tailer can run ahead of
 * another; what was lost is stepped over and told to {@link SpoolLosses}. For one thread.
 */
public interface SpoolTailer extends AutoCloseable {
  /**
   * @param maxBytes of payloads; exceeded only by a first record that is longer
   * @return empty when there is nothing to read now
   */
  SpoolBatch read(int maxRecords, int maxBytes);

  @Override
  void close();
}

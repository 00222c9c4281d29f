package io.plumbline.spool;

/** Where records are kept until they are delivered: {@code spool.mode}. */
public enum SpoolMode {
  /** Mapped where the file system is known to be safe for it, else in plain files. */
  AUTO,
  /** Mapped files, whatever the file system. */
  MAPPED,
  /** Plain files, written by the writer thread; the ring is in memory. */
  FILE,
  /** Memory: bounded, and lost with the process. */
  MEMORY
}

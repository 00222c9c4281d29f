package io.plumbline.spool;

/** When what is spooled is forced to the disk. */
public enum SpoolFsync {
  /** As the kernel likes. */
  NEVER,
  /** Once a second, where something came. */
  INTERVAL,
  /** After each batch. */
  ALWAYS
}

package io.plumbline.spool;

/** Told, once, of every record that is lost after it was stored. Called on any agent thread. */
@FunctionalInterface
public interface SpoolLosses {
  void onLoss(SpoolLoss loss);
}

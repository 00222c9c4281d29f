package io.plumbline.export;

import java.util.List;

/**
 * What became of one batch: the receiver has all of it but this. To be counted when the batch is
 * acknowledged, and not before: what is replayed settles again.
 *
 * @param refused records refused for good, each on its own or with its batch
 * @param rejectedByReceiver records among the accepted ones that it said it dropped (partial
 *     success); which ones, OTLP does not tell
 */
public record Settlement<T>(List<T> refused, long rejectedByReceiver) {
  public Settlement {
    refused = List.copyOf(refused);
  }
}

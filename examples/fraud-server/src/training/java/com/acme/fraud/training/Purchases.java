package com.acme.fraud.training;

import java.util.List;
import java.util.Random;

/** Purchases of five kinds, each with its own habits. */
final class Purchases {
  static final List<String> CHANNELS = List.of("pos", "online", "app");

  private static final List<Habit> HABITS =
      List.of(
          new Habit("dining", 45, 18, 20, 2.5, 3, 4, new double[] {0.75, 0.05, 0.20}),
          new Habit("electronics", 320, 160, 16, 4, 2, 25, new double[] {0.30, 0.60, 0.10}),
          new Habit("fuel", 65, 20, 12, 5, 1, 15, new double[] {0.95, 0.00, 0.05}),
          new Habit("groceries", 60, 35, 15, 3.5, 18, 3, new double[] {0.80, 0.15, 0.05}),
          new Habit("travel", 420, 220, 14, 5, 2, 300, new double[] {0.05, 0.75, 0.20}));

  private final Random random;

  Purchases(long seed) {
    random = new Random(seed);
  }

  static List<String> categories() {
    return HABITS.stream().map(Habit::category).toList();
  }

  /** Columns: amount, hour, items, distance_km, then one for each channel, 1 where it is that. */
  Examples generate(int size) {
    float[][] features = new float[size][];
    int[] labels = new int[size];
    for (int row = 0; row < size; row++) {
      labels[row] = random.nextInt(HABITS.size());
      features[row] = purchase(HABITS.get(labels[row]));
    }
    return new Examples(features, labels);
  }

  private float[] purchase(Habit habit) {
    float[] features = new float[4 + CHANNELS.size()];
    features[0] = (float) Math.max(1, habit.amount + habit.amountSpread * random.nextGaussian());
    features[1] =
        Math.floorMod(Math.round(habit.hour + habit.hourSpread * random.nextGaussian()), 24);
    features[2] = 1 + (int) (-Math.log(1 - random.nextDouble()) * (habit.items - 1));
    features[3] = (float) (-Math.log(1 - random.nextDouble()) * habit.distance);
    features[4 + channel(habit)] = 1;
    return features;
  }

  private int channel(Habit habit) {
    double draw = random.nextDouble();
    int channel = 0;
    while (channel < CHANNELS.size() - 1 && draw >= habit.channels[channel]) {
      draw -= habit.channels[channel++];
    }
    return channel;
  }

  /**
   * @param items mean number of items in the basket
   * @param distance mean distance from home, km
   * @param channels how often it is paid through each of {@link #CHANNELS}
   */
  private record Habit(
      String category,
      double amount,
      double amountSpread,
      double hour,
      double hourSpread,
      double items,
      double distance,
      double[] channels) {}
}

package com.acme;

import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A scorer that takes its features in every way there is. */
public final class CanaryScorer {
  /** A record of features. */
  public record Person(String name, int age) {}

  /** A bean of features. */
  public static final class Bean {
    private final String name;

    public Bean(String name) {
      this.name = name;
    }

    public String getName() {
      return name;
    }
  }

  /** Whoever looks into it hears why not. */
  public static final class Unreadable extends AbstractMap<String, Object> {
    private final String why;

    public Unreadable(String why) {
      this.why = why;
    }

    @Override
    public Set<Map.Entry<String, Object>> entrySet() {
      throw new IllegalStateException("cannot read " + why);
    }

    @Override
    public int size() {
      return 1;
    }
  }

  /** What it answers. */
  public record Answer(String label, double score, Map<String, Double> classes) {}

  public double map(Map<String, Object> features) {
    return features.size();
  }

  public double array(String[] features) {
    return features.length;
  }

  public double list(List<?> features) {
    return features.size();
  }

  public double record(Person person) {
    return person.age();
  }

  public double bean(Bean bean) {
    return bean.getName().length();
  }

  public Answer labelled(String label) {
    return new Answer(label, 0.5, Map.of());
  }

  public Answer probabilities(String name) {
    return new Answer("", 0.5, Map.of(name, 0.75, "other", 0.25));
  }

  public double fail(String value) {
    throw new IllegalArgumentException("no such value: " + value);
  }

  public double ofModel(String model, double amount) {
    return model.length() * amount;
  }

  public double correlated(String id, double amount) {
    return id.length() * amount;
  }
}

package io.plumbline.telemetry;

import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.Data;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.resources.Resource;

/** The points of one instrument in one snapshot, ready for an exporter. */
final class StreamMetric implements MetricData {
  private final Instrument instrument;
  private final Resource resource;
  private final InstrumentationScopeInfo scope;
  private final Data<?> data;

  StreamMetric(
      Instrument instrument, Resource resource, InstrumentationScopeInfo scope, Data<?> data) {
    this.instrument = instrument;
    this.resource = resource;
    this.scope = scope;
    this.data = data;
  }

  @Override
  public Resource getResource() {
    return resource;
  }

  @Override
  public InstrumentationScopeInfo getInstrumentationScopeInfo() {
    return scope;
  }

  @Override
  public String getName() {
    return instrument.name();
  }

  @Override
  public String getDescription() {
    return instrument.description();
  }

  @Override
  public String getUnit() {
    return instrument.unit();
  }

  @Override
  public MetricDataType getType() {
    return switch (instrument.kind()) {
      case COUNTER, UP_DOWN_COUNTER -> MetricDataType.LONG_SUM;
      case GAUGE -> MetricDataType.DOUBLE_GAUGE;
      case HISTOGRAM -> MetricDataType.HISTOGRAM;
      case EXPONENTIAL_HISTOGRAM -> MetricDataType.EXPONENTIAL_HISTOGRAM;
    };
  }

  @Override
  public Data<?> getData() {
    return data;
  }

  @Override
  public String toString() {
    return getName() + " " + data.getPoints();
  }
}

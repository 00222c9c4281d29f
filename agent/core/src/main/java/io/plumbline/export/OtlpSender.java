package io.plumbline.export;

import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.sdk.common.export.GrpcSender;
import io.opentelemetry.sdk.common.export.GrpcSenderConfig;
import io.opentelemetry.sdk.common.export.GrpcSenderProvider;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import io.plumbline.diagnostics.AgentLog;
import java.time.Clock;
import java.util.List;

/**
 * Puts our senders under one of the SDK's exporters.
 *
 * <p>The SDK looks its sender up as a service. We answer that lookup ourselves, so there is no
 * service file, no class loader to get right, and every exporter has a sender that knows where to
 * leave its result.
 */
final class OtlpSender implements ComponentLoader, HttpSenderProvider, GrpcSenderProvider {
  private final OtlpEndpoint endpoint;
  private final AttemptResult attempt;
  private final Clock clock;
  private final AgentLog log;

  OtlpSender(OtlpEndpoint endpoint, AttemptResult attempt, Clock clock, AgentLog log) {
    this.endpoint = endpoint;
    this.attempt = attempt;
    this.clock = clock;
    this.log = log;
  }

  @Override
  public <T> Iterable<T> load(Class<T> service) {
    return service.isInstance(this) ? List.of(service.cast(this)) : List.of();
  }

  @Override
  public HttpSender createSender(HttpSenderConfig config) {
    return new OtlpHttpSender(new OtlpConnection(endpoint, log), config, attempt, clock);
  }

  @Override
  public GrpcSender createSender(GrpcSenderConfig config) {
    return new OtlpGrpcSender(new OtlpConnection(endpoint, log), config, attempt, clock);
  }
}

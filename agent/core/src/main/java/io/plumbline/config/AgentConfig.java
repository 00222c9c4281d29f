package io.plumbline.config;

import io.plumbline.capture.ModelConfiguration;
import java.util.List;
import java.util.Set;

/**
 * Everything that can be set, as typed values.
 *
 * @param enabled false: the agent does nothing at all
 * @param methods what the instrumentation of methods is made from
 * @param disabledInstrumentations names of libraries that are left alone
 * @param referencedFiles files whose text was put in, such as tokens; as they were named
 * @param warnings one line each, for the log: what is set and has no effect, or another than one
 *     may think
 */
public record AgentConfig(
    boolean enabled,
    ServiceConfig service,
    ExportConfig export,
    SpoolConfig spool,
    SamplingConfig sampling,
    CaptureConfig capture,
    RedactionConfig redaction,
    List<ModelConfig> models,
    List<MethodConfig> methods,
    Set<String> disabledInstrumentations,
    OverheadConfig overhead,
    StatusConfig status,
    LogConfig log,
    Set<String> referencedFiles,
    List<String> warnings) {

  /**
   * @throws ConfigException for what is wrong, in one line
   */
  public static AgentConfig load(ConfigSources sources) throws ConfigException {
    return LoadedConfig.load(sources).config();
  }

  static AgentConfig of(ResolvedOptions values, ConfigSources sources) {
    boolean enabled = values.require(ConfigOptions.ENABLED);
    ServiceConfig service = ServiceConfig.of(values, sources);
    ExportConfig export = ExportConfig.of(values);
    SpoolConfig spool = SpoolConfig.of(values);
    SamplingConfig sampling = SamplingConfig.of(values);
    CaptureConfig capture = CaptureConfig.of(values);
    List<ModelConfig> models = values.getOrElse(ConfigOptions.MODELS, List.of());
    List<MethodConfig> methods = values.getOrElse(ConfigOptions.METHODS, List.of());
    RedactionConfig redaction = RedactionConfig.of(values, models, methods);
    List<String> disabled = values.getOrElse(ConfigOptions.DISABLED, List.of());
    OverheadConfig overhead = OverheadConfig.of(values);
    StatusConfig status = StatusConfig.of(values);
    LogConfig log = LogConfig.of(values);
    SharedVariables.warn(values.otel(), values);
    return new AgentConfig(
        enabled,
        service,
        export,
        spool,
        sampling,
        capture,
        redaction,
        models,
        methods,
        Set.copyOf(disabled),
        overhead,
        status,
        log,
        values.references().keySet(),
        values.warnings());
  }

  public AgentConfig {
    models = List.copyOf(models);
    methods = List.copyOf(methods);
    disabledInstrumentations = Set.copyOf(disabledInstrumentations);
    referencedFiles = Set.copyOf(referencedFiles);
    warnings = List.copyOf(warnings);
  }

  /** This one, but for what can only change at a start: there, {@code first} stays. */
  AgentConfig over(AgentConfig first) {
    return new AgentConfig(
        first.enabled,
        first.service,
        export,
        first.spool,
        sampling,
        capture,
        redaction,
        models,
        methods,
        disabledInstrumentations,
        overhead,
        first.status,
        new LogConfig(log.level(), first.log.destination()),
        referencedFiles,
        warnings);
  }

  /** What the {@code models} list says to the capture of every library. */
  public ModelConfiguration modelConfiguration() {
    return new ConfiguredModels(models);
  }
}

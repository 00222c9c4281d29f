package io.plumbline.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * PEM files for an https endpoint; null where the JVM's own are used.
 *
 * @param ca whom to trust
 * @param certificate the client's certificate; goes with {@code key}
 */
public record TlsConfig(@Nullable Path ca, @Nullable Path certificate, @Nullable Path key) {}

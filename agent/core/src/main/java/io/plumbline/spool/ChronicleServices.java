package io.plumbline.spool;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Objects;

/**
 * The context class loader under which Chronicle is initialised: it looks there for the services
 * that unmap memory, and one of them would initialise the host's java.util.logging.
 */
final class ChronicleServices extends ClassLoader {
  private static final String CLEANERS =
      "META-INF/services/net.openhft.chronicle.core.cleaner.spi.ByteBufferCleanerService";

  ChronicleServices() {
    super("plumbline-chronicle", ChronicleServices.class.getClassLoader());
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    if (name.equals(CLEANERS)) {
      URL ours = Objects.requireNonNull(ChronicleServices.class.getResource("cleaner-service"));
      return Collections.enumeration(Collections.singleton(ours));
    }
    return super.getResources(name);
  }
}

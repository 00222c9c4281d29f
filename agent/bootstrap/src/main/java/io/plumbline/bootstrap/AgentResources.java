package io.plumbline.bootstrap;

import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Makes a resource of the agent's jar readable by URL, without the JDK's {@code jar:} handler: the
 * host may have put its own in place, and it caches.
 */
final class AgentResources extends URLStreamHandler {
  private final JarFile jar;
  private final JarEntry entry;

  private AgentResources(JarFile jar, JarEntry entry) {
    this.jar = jar;
    this.entry = entry;
  }

  @SuppressWarnings("deprecation") // of this constructor, from Java 20 on; its successor is new too
  static URL url(JarFile jar, JarEntry entry) throws MalformedURLException {
    return new URL("plumbline", "", -1, "/" + entry.getName(), new AgentResources(jar, entry));
  }

  @Override
  protected URLConnection openConnection(URL url) {
    return new URLConnection(url) {
      @Override
      public void connect() {}

      @Override
      public InputStream getInputStream() throws IOException {
        return jar.getInputStream(entry);
      }

      @Override
      public long getContentLengthLong() {
        return entry.getSize();
      }
    };
  }
}

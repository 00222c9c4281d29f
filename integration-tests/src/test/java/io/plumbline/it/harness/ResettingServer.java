package io.plumbline.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Accepts a connection, and breaks it before anything is said. */
public final class ResettingServer implements AutoCloseable {
  private final ServerSocket server;
  private final List<Long> acceptedNanos = new CopyOnWriteArrayList<>();
  private final Thread thread;

  private ResettingServer(ServerSocket server) {
    this.server = server;
    this.thread = new Thread(this::accept, "resetting");
  }

  /**
   * @param port of loopback, free now
   */
  public static ResettingServer at(int port) {
    try {
      ResettingServer server =
          new ResettingServer(new ServerSocket(port, 50, InetAddress.getLoopbackAddress()));
      server.thread.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@link System#nanoTime()} of each connection. */
  public List<Long> acceptedNanos() {
    return List.copyOf(acceptedNanos);
  }

  private void accept() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        acceptedNanos.add(System.nanoTime());
        socket.setSoLinger(true, 0); // closing it is then a reset
      } catch (IOException e) {
        // The socket's, or the server was closed.
      }
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      thread.join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package dev.rollbackbot;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP proxy that can be closed and opened: while closed, its port refuses connections. */
public final class SwitchableProxy implements AutoCloseable {
  private final int port;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private ServerSocket server;

  /** Closed at first. */
  public SwitchableProxy() {
    this.port = UnusedPort.next();
  }

  /** The address with this proxy's port. */
  public String through(URI address) {
    return address.toString().replace(":" + address.getPort(), ":" + port);
  }

  public void open(URI target) throws IOException {
    ServerSocket opened =
        UnusedPort.listen(port, at -> new ServerSocket(at.getPort(), 50, at.getAddress()));
    server = opened;
    Thread.startVirtualThread(() -> {
      while (true) {
        try {
          Socket in = opened.accept();
          Socket out = new Socket(target.getHost(), target.getPort());
          if (!isKept(opened, in, out)) {
            return;
          }
          pump(in, out);
          pump(out, in);
        } catch (IOException e) {
          return;
        }
      }
    });
  }

  /** One that was accepted while the port was closed must not stay open. */
  private synchronized boolean isKept(ServerSocket opened, Socket in, Socket out)
      throws IOException {
    if (opened.isClosed()) {
      in.close();
      out.close();
      return false;
    }
    sockets.add(in);
    sockets.add(out);
    return true;
  }

  private static void pump(Socket from, Socket to) {
    Thread.startVirtualThread(() -> {
      try (from;
          to) {
        from.getInputStream().transferTo(to.getOutputStream());
      } catch (IOException e) {
        // One side disconnected: the other is closed too.
      }
    });
  }

  public synchronized void shut() throws IOException {
    if (server != null) {
      server.close();
    }
    for (Socket each : sockets) {
      each.close();
    }
    sockets.clear();
  }

  @Override
  public void close() throws IOException {
    shut();
  }
}

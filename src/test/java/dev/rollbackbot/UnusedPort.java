package dev.rollbackbot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for programs that must be told theirs. A port that the system has just given out and taken
 * back may be anybody's before the program opens it, so these are from below the range that systems
 * give out by themselves, and each is named once.
 */
public final class UnusedPort {
  private static final int FIRST = 10_240;

  /** Linux gives out the ports from 32768 on. */
  private static final int COUNT = 22_000;

  /** Two test runs on one machine begin at different ones. */
  private static final AtomicInteger NEXT =
      new AtomicInteger((int) (ProcessHandle.current().pid() * 997 % COUNT));

  private UnusedPort() {}

  /** A port at which nothing listens. */
  public static int next() {
    for (int tried = 0; tried < COUNT; tried++) {
      int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
      if (isFree(port)) {
        return port;
      }
    }
    throw new UncheckedIOException(new IOException("every port from " + FIRST + " on is taken"));
  }

  /**
   * A server at that port. A child process that is being started holds, until its program runs,
   * every socket that was open when it began, so a port may be taken a moment longer than the
   * server that had it was open.
   */
  public static <T> T listen(int port, Listening<T> opened) {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    return Waiting.await()
        .ignoreException(BindException.class)
        .until(() -> opened.at(address), Objects::nonNull);
  }

  /** Opens a server at an address. */
  @FunctionalInterface
  public interface Listening<T> {
    T at(InetSocketAddress address) throws IOException;
  }

  /**
   * Asked by a connection: a socket that listens could be held by a child that starts just then.
   */
  private static boolean isFree(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return !socket.isConnected();
    } catch (IOException e) {
      return true;
    }
  }
}

package dev.rollbackbot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
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

  /** A port at which nothing listens, on any interface. */
  public static int next() {
    for (int tried = 0; tried < COUNT; tried++) {
      int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
      if (isFree(port)) {
        return port;
      }
    }
    throw new UncheckedIOException(new IOException("every port from " + FIRST + " on is taken"));
  }

  private static boolean isFree(int port) {
    try (ServerSocket everywhere = new ServerSocket(port)) {
      return everywhere.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}

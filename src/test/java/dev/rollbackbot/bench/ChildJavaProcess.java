package dev.rollbackbot.bench;

import dev.rollbackbot.UnusedPort;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A Java program of this project in its own process. */
final class ChildJavaProcess implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(2);

  private final Process process;
  private final int port;

  /** From the start of the process to the first 200. */
  final Duration ready;

  private ChildJavaProcess(Process process, int port, Duration ready) {
    this.process = process;
    this.port = port;
    this.ready = ready;
  }

  /**
   * Starts a program on this project's class path and waits until that path answers 200.
   *
   * @param command what follows the JVM's own options: class path, main class, arguments
   * @param environment its variables besides PORT
   */
  static ChildJavaProcess start(
      List<String> command, Map<String, String> environment, String path, Path log) {
    try {
      int port = UnusedPort.next();
      List<String> all = new ArrayList<>();
      all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      all.add("--enable-native-access=ALL-UNNAMED");
      all.addAll(command);
      ProcessBuilder builder = new ProcessBuilder(all);
      builder.environment().putAll(environment);
      builder.environment().put("PORT", Integer.toString(port));
      File out = log.toFile();
      builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(out));
      long began = System.nanoTime();
      Process process = builder.start();
      await(process, port, path, began);
      return new ChildJavaProcess(process, port, Duration.ofNanos(System.nanoTime() - began));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The class path and the main class of a program. */
  static List<String> onClassPath(String main, String... arguments) {
    List<String> all = new ArrayList<>(List.of("-cp", System.getProperty("java.class.path"), main));
    all.addAll(List.of(arguments));
    return all;
  }

  private static void await(Process process, int port, String path, long began) {
    while (!answers(port, path)) {
      if (!process.isAlive() || System.nanoTime() - began > LIMIT.toNanos()) {
        process.destroyForcibly();
        throw new IllegalStateException("the program did not start; see its log");
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  /** A plain socket: an HTTP client's own start would be measured too. */
  private static boolean answers(int port, String path) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String status = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
      return status.endsWith("200");
    } catch (IOException e) {
      return false;
    }
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  int port() {
    return port;
  }

  /** Resident memory in MiB. */
  long residentMiB() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024;
        }
      }
      throw new IllegalStateException("no VmRSS");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Processor time used so far. */
  Duration processorTime() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  long pid() {
    return process.pid();
  }

  /** {@code kill -9}. */
  void kill() {
    try {
      process.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

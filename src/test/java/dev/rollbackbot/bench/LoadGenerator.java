package dev.rollbackbot.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Connections that each send a request, wait for its response, and send the next. */
final class LoadGenerator {
  private static final int OK = 200;

  private LoadGenerator() {}

  interface RequestSupplier {
    byte[] next();
  }

  /**
   * The measured values.
   *
   * @param p50 median of the response times
   * @param refused responses that were not 200
   */
  record LoadResult(double perSecond, Duration p50, Duration p99, long refused) {}

  /** Sends requests on that many connections for that long. */
  static LoadResult drive(
      int port, int connections, Duration time, IntFunction<RequestSupplier> suppliers) {
    long end = System.nanoTime() + time.toNanos();
    try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<long[]>> each = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        RequestSupplier own = suppliers.apply(i);
        each.add(() -> connection(port, own, end));
      }
      long began = System.nanoTime();
      List<Future<long[]>> done = all.invokeAll(each);
      return result(done, Duration.ofNanos(System.nanoTime() - began));
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One request on a connection of its own. */
  static void one(int port, byte[] request) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      socket.getOutputStream().write(request);
      response(new BufferedInputStream(socket.getInputStream(), 4096));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static LoadResult result(List<Future<long[]>> done, Duration took)
      throws InterruptedException, ExecutionException {
    long refused = 0;
    List<long[]> parts = new ArrayList<>();
    for (Future<long[]> each : done) {
      parts.add(each.get());
    }
    long[] times = parts.stream().flatMapToLong(Arrays::stream).toArray();
    for (int i = 0; i < times.length; i++) {
      if (times[i] < 0) {
        refused++;
        times[i] = -times[i];
      }
    }
    Arrays.sort(times);
    return new LoadResult(
        times.length * 1e9 / took.toNanos(), at(times, 0.5), at(times, 0.99), refused);
  }

  static Duration at(long[] sorted, double quantile) {
    return sorted.length == 0
        ? Duration.ZERO
        : Duration.ofNanos(sorted[(int) Math.min(sorted.length - 1, sorted.length * quantile)]);
  }

  /** Nanoseconds of each response; negative when it was not 200. */
  private static long[] connection(int port, RequestSupplier requests, long end) {
    long[] times = new long[1024];
    int count = 0;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      OutputStream out = socket.getOutputStream();
      InputStream in = new BufferedInputStream(socket.getInputStream(), 4096);
      while (System.nanoTime() < end) {
        byte[] request = requests.next();
        long sent = System.nanoTime();
        out.write(request);
        int status = response(in);
        long took = System.nanoTime() - sent;
        if (count == times.length) {
          times = Arrays.copyOf(times, 2 * count);
        }
        times[count++] = status == OK ? took : -took;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Arrays.copyOf(times, count);
  }

  private static int response(InputStream in) throws IOException {
    String line = line(in);
    int status = Integer.parseInt(line.substring(9, 12));
    int length = 0;
    for (line = line(in); !line.isEmpty(); line = line(in)) {
      if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
        length = Integer.parseInt(line.substring(15).strip());
      }
    }
    in.skipNBytes(length);
    return status;
  }

  private static String line(InputStream in) throws IOException {
    byte[] buffer = new byte[256];
    int length = 0;
    for (int end = in.read(); end != '\n'; end = in.read()) {
      if (end < 0) {
        throw new IOException("the server has closed the connection");
      }
      if (end != '\r' && length < buffer.length) {
        buffer[length++] = (byte) end;
      }
    }
    return new String(buffer, 0, length, StandardCharsets.US_ASCII);
  }
}

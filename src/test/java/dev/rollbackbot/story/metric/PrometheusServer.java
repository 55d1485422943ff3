package dev.rollbackbot.story.metric;

import static dev.rollbackbot.Waiting.await;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Prometheus itself, which reads one service each second. */
final class PrometheusServer implements AutoCloseable {
  static final String MISSING = "No metric was read from Prometheus: there is none on the PATH.";

  private final Process process;
  private final int port;

  private PrometheusServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Empty: it is missing, which fails if the variable PROMETHEUS_REQUIRED is true. */
  static Optional<Path> installed() throws IOException {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    Optional<Path> found =
        Arrays.stream(path.split(File.pathSeparator))
            .map(folder -> Path.of(folder, "prometheus"))
            .filter(Files::isExecutable)
            .findFirst();
    if (found.isEmpty() && "true".equals(System.getenv("PROMETHEUS_REQUIRED"))) {
      throw new IOException(MISSING);
    }
    return found;
  }

  /** {@code metrics}: the address that it reads. */
  static PrometheusServer start(Path program, Path folder, URI metrics) throws IOException {
    Path configuration = folder.resolve("prometheus.yml");
    Files.writeString(
        configuration,
        """
        global: {scrape_interval: 1s}
        scrape_configs:
          - job_name: gateway
            metrics_path: %s
            static_configs: [{targets: ["%s:%d"]}]
        """
            .formatted(metrics.getPath(), metrics.getHost(), metrics.getPort()));
    int port = freePort();
    Process process =
        new ProcessBuilder(
                List.of(
                    program.toString(),
                    "--config.file=" + configuration,
                    "--storage.tsdb.path=" + folder.resolve("data"),
                    "--web.listen-address=127.0.0.1:" + port))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("prometheus.log").toFile())
            .start();
    PrometheusServer server = new PrometheusServer(process, port);
    await().until(server::ready);
    return server;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  String address() {
    return "http://127.0.0.1:" + port;
  }

  /** Waits until it has read enough to answer that query with something. */
  void answers(String query) {
    String encoded = URLEncoder.encode(query, StandardCharsets.UTF_8);
    await().until(() -> get("/api/v1/query?query=" + encoded).contains("\"value\":["));
  }

  private boolean ready() {
    return get("/-/ready").contains("Ready");
  }

  /** Empty: there is no answer. */
  private String get(String path) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(URI.create(address() + path)).build();
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}

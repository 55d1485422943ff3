package dev.rollbackbot.gateway.httpjob;

import static dev.rollbackbot.Waiting.await;

import dev.rollbackbot.NodePackages;
import dev.rollbackbot.store.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real Unleash, in a process of its own, on a database of its own. */
final class UnleashServer implements AutoCloseable {
  private static final String MISSING =
      "No real Unleash was asked: there is no Node 20 with npm on the PATH.";
  private static final Path SOURCE = Path.of("src/test/node/unleash");
  private static final Path TARGET = Path.of("target/unleash");
  private static final Pattern PORT = Pattern.compile("port ([0-9]+)");
  private static final Pattern SECRET = Pattern.compile("\"secret\":\"([^\"]+)\"");

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path out = Files.createTempFile("unleash", ".out");
  private final Process process;
  private final String host;
  private final String session;

  private UnleashServer(NodePackages packages) throws Exception {
    process =
        NodePackages.builder(
                List.of(packages.node().toString(), "server.mjs"),
                packages.folder(),
                Map.of("DATABASE_URL", database()))
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    await()
        .until(() -> {
          if (!process.isAlive()) {
            throw new IOException("Unleash ended: " + Files.readString(out));
          }
          return PORT.matcher(Files.readString(out)).find();
        });
    Matcher port = PORT.matcher(Files.readString(out));
    host = port.find() ? "127.0.0.1:" + port.group(1) : "";
    HttpResponse<String> login =
        send(
            "POST",
            "/auth/simple/login",
            "{\"username\":\"admin\",\"password\":\"unleash4all\"}",
            "Accept",
            "application/json");
    session = login.headers().firstValue("set-cookie").orElseThrow().split(";", 2)[0];
  }

  /** Empty: it can't be started here. */
  static Optional<UnleashServer> start() throws Exception {
    Optional<NodePackages> packages = NodePackages.installed(SOURCE, TARGET, MISSING);
    if (packages.isEmpty()) {
      return Optional.empty();
    }
    Files.write(TARGET.resolve("server.mjs"), Files.readAllBytes(SOURCE.resolve("server.mjs")));
    return Optional.of(new UnleashServer(packages.get()));
  }

  /** As Node's driver needs it. */
  private static String database() {
    URI jdbc = URI.create(TestDatabase.postgres().substring("jdbc:".length()));
    return "postgres://postgres@localhost:" + jdbc.getPort() + jdbc.getPath();
  }

  String host() {
    return host;
  }

  /** A personal access token of the administrator. */
  String token() throws Exception {
    String answer =
        asAdmin(
            "POST",
            "/api/admin/user/tokens",
            "{\"description\":\"tests\",\"expiresAt\":\"2099-01-01T00:00:00Z\"}");
    Matcher secret = SECRET.matcher(answer);
    if (!secret.find()) {
      throw new IOException("no token: " + answer);
    }
    return secret.group(1);
  }

  /** A flag that is switched on in production. */
  void flag(String name) throws Exception {
    asAdmin("POST", "/api/admin/projects/default/features", "{\"name\":\"%s\"}".formatted(name));
    asAdmin("POST", environment(name) + "/on", "{}");
  }

  boolean isOn(String name) throws Exception {
    return asAdmin("GET", environment(name), "").contains("\"enabled\":true");
  }

  private static String environment(String name) {
    return "/api/admin/projects/default/features/" + name + "/environments/production";
  }

  private String asAdmin(String method, String path, String body) throws Exception {
    HttpResponse<String> answer = send(method, path, body, "Cookie", session);
    if (answer.statusCode() / 100 != 2) {
      throw new IOException(path + " answered " + answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }

  private HttpResponse<String> send(
      String method, String path, String body, String header, String value) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://" + host + path))
            .header("Content-Type", "application/json")
            .header(header, value)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(out);
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    http.close();
  }
}

package dev.rollbackbot.alert.door;

import dev.rollbackbot.alert.AlertState;
import dev.rollbackbot.alert.source.AlertSource;
import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.app.alert.AlertIntake;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.store.Database;
import dev.rollbackbot.store.TestDatabase;
import dev.rollbackbot.web.WebServer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The HTTP server with a real database behind it, and a client for both. */
final class AlertDoor implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Database database;
  private final WebServer web;

  AlertDoor(String url, Map<String, AlertSource> sources) {
    this(TestDatabase.open(url), sources, List.of(), Clock.systemUTC());
  }

  /** {@code opened} is closed with it. */
  AlertDoor(
      Database opened,
      Map<String, AlertSource> sources,
      List<Runbook> runbooks,
      InstantSource clock) {
    this.database = opened;
    AlertIntake intake =
        new AlertIntake(
            sources,
            database.incidents(),
            database.alerts(),
            database.alertedTriggers(),
            () -> runbooks,
            () -> {},
            clock,
            meters);
    this.web =
        WebServer.start(
            new WebServer.WebServerOptions(
                "127.0.0.1",
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.of(intake),
                InboundLimits.defaults(),
                Map.of(),
                () -> ""));
  }

  /** A message of {@code src/test/resources/alerts}. */
  static byte[] message(String name) {
    try {
      return Files.readAllBytes(Path.of("src/test/resources/alerts", name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI address() {
    return web.address();
  }

  /** {@code headers}: names and values by turns. */
  HttpResponse<String> posts(String source, byte[] body, String... headers) {
    return sends("POST", source, body, headers);
  }

  HttpResponse<String> sends(String method, String source, byte[] body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address().resolve("/alerts/" + source))
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How often that was counted. */
  int counted(String source, String result) {
    Counter counter =
        meters.find("rollbackbot.alerts").tag("source", source).tag("result", result).counter();
    return counter == null ? 0 : (int) counter.count();
  }

  /** What is stored of that alert. */
  Optional<AlertState> stored(String source, String fingerprint) {
    return database
        .incidents()
        .inTransaction(unit ->
            Optional.ofNullable(
                database.alerts().find(unit, source, List.of(fingerprint)).get(fingerprint)));
  }

  /** Nothing can be stored from now on. */
  void loseDatabase() {
    database.close();
  }

  @Override
  public void close() {
    web.close();
    database.close();
  }
}

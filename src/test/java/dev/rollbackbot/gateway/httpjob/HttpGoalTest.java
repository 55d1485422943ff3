package dev.rollbackbot.gateway.httpjob;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rollbackbot.app.CommandGateway.Handle;
import dev.rollbackbot.app.CommandGateway.StillRunning;
import dev.rollbackbot.app.CommandGateway.StopRefused;
import dev.rollbackbot.incident.rollback.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs without runs of their own: they are done when what they should bring about is read. */
final class HttpGoalTest {
  private final AtomicBoolean flag = new AtomicBoolean(true);
  private final AtomicBoolean obeys = new AtomicBoolean(true);
  private final AtomicInteger status = new AtomicInteger(200);
  private final List<String> changes = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body;
    if (exchange.getRequestMethod().equals("GET")) {
      body =
          "{\"enabled\":%s,\"environments\":{\"production\":{\"on\":%s}}}"
              .formatted(flag, flag)
              .getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
    } else {
      changes.add(
          exchange.getRequestMethod()
              + " "
              + exchange.getRequestURI()
              + " "
              + exchange.getRequestHeaders().getFirst("Content-Type")
              + " "
              + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      flag.compareAndSet(true, !obeys.get());
      body = "{}".getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status.get(), body.length);
    }
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private HttpJobFixture bot(String name, Map<String, String> values) throws IOException {
    String host = "127.0.0.1:" + server.getAddress().getPort();
    String runbook =
        Files.readString(Path.of("docs", "runbooks", name + ".yaml"))
            .replaceAll(
                "https://(unleash.example|app.launchdarkly|api.vercel).com", "http://" + host);
    return HttpJobFixture.of(
        Map.of(
            "HTTP_ALLOWED_HOSTS", host,
            "HTTP_SECRETS",
                "UNLEASH_TOKEN@%1$s,LAUNCHDARKLY_TOKEN@%1$s,VERCEL_TOKEN@%1$s".formatted(host),
            "UNLEASH_TOKEN", "unleash-token",
            "LAUNCHDARKLY_TOKEN", "launchdarkly-token",
            "VERCEL_TOKEN", "vercel-token"),
        HttpJobFixture.run(runbook, values));
  }

  @Test
  void it_is_done_when_the_flag_is_read_as_off() throws IOException {
    try (HttpJobFixture bot = bot("unleash", Map.of())) {
      Handle handle = bot.running(bot.submit());
      assertThat(bot.poll(handle))
          .isInstanceOfSatisfying(
              Outcome.Succeeded.class,
              s -> assertThat(s.finding()).isEqualTo(new Outcome.JobSucceeded("state false")));
      assertThat(changes).hasSize(1);
    }
  }

  @Test
  void an_accepted_change_without_effect_is_no_success() throws IOException {
    obeys.set(false);
    try (HttpJobFixture bot = bot("unleash", Map.of())) {
      Handle handle = bot.running(bot.submit());
      assertThat(bot.gateway().poll(handle))
          .isEqualTo(StillRunning.unreadable(handle, "It is not as it should be: state true."));
      assertThat(bot.gateway().cancel(handle))
          .isEqualTo(new StopRefused("The bot can't stop it: the runbook does not say how.", true));
      assertThat(bot.gateway().poll(handle)).isInstanceOf(StillRunning.class);
      assertThat(bot.gateway().log(handle)).contains("state true");
    }
  }

  @Test
  void a_lost_answer_is_found_out_about_by_reading() throws IOException {
    status.set(502);
    try (HttpJobFixture bot = bot("launchdarkly", Map.of())) {
      assertThat(HttpJobFixture.outcome(bot.submit())).isInstanceOf(Outcome.Unknown.class);
      assertThat(bot.poll(bot.running(bot.find()))).isInstanceOf(Outcome.Succeeded.class);
    }
    assertThat(changes)
        .containsExactly(
            "PATCH /api/v2/flags/shop/new-checkout application/json;"
                + " domain-model=launchdarkly.semanticpatch {\"environmentKey\":\"production\","
                + "\"comment\":\"Rollback inc-7-3\","
                + "\"instructions\":[{\"kind\":\"turnFlagOff\"}]}");
  }

  @Test
  void what_was_lost_on_the_way_is_no_run_that_is_followed() throws IOException {
    status.set(502);
    obeys.set(false);
    try (HttpJobFixture bot = bot("launchdarkly", Map.of())) {
      assertThat(HttpJobFixture.outcome(bot.submit())).isInstanceOf(Outcome.Unknown.class);
      assertThat(HttpJobFixture.outcome(bot.find()))
          .isEqualTo(new Outcome.Unknown("It is not as it should be: state true."));
    }
  }

  @Test
  void a_value_can_not_lead_to_another_path() throws IOException {
    try (HttpJobFixture bot = bot("vercel", Map.of("deployment", ".."))) {
      assertThat(HttpJobFixture.outcome(bot.submit()).toString()).contains("address-refused");
    }
    assertThat(changes).isEmpty();
  }
}

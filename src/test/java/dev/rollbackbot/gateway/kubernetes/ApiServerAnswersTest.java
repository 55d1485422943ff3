package dev.rollbackbot.gateway.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.rollbackbot.app.CommandGateway.Finished;
import dev.rollbackbot.app.CommandGateway.Job;
import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.gateway.ProviderGateway;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.Outcome.Failed;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers that no API server should give, and that a proxy before it does. */
final class ApiServerAnswersTest {
  private static final String HUGE = "HUGE";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | <html>welcome</html> | it is no JSON object",
        "200 | [] | it is no JSON object",
        "200 | {} | the object has no uid",
        "200 | {\"metadata\":{\"uid\":7}} | the object has no uid",
        "200 | {\"metadata\":{\"uid\":\"u\"}} | the object has no template",
        "200 | {\"metadata\":{\"uid\":\"u\"},\"spec\":{\"template\":{\"a\":1}}} | the object has no"
            + " selector",
        "200 |"
            + " {\"metadata\":{\"uid\":\"u\"},\"spec\":{\"template\":{\"a\":1},\"selector\":{\"matchLabels\":{\"a\":\"b\"}}}}"
            + " | there is no list in it",
        "200 | HUGE | it is longer than",
        "404 | 404 page not found | Kubernetes refused: no reason given [http-404]",
        "302 | moved | HTTP 302",
        "500 | <html>oops</html> | HTTP 500",
        "503 | {\"kind\":\"Status\",\"reason\":\"ServiceUnavailable\",\"message\":\"apiserver is"
            + " shutting down\"} | apiserver is shutting down [ServiceUnavailable]",
      })
  void an_answer_that_makes_no_sense_is_a_failed_read(
      int status, String body, String text, @TempDir Path folder) throws Exception {
    byte[] bytes =
        (body.equals(HUGE) ? "[" + " ".repeat(3 * 1024 * 1024) : body)
            .getBytes(StandardCharsets.UTF_8);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
          }
        });
    server.start();
    try {
      Path config =
          Files.writeString(
              folder.resolve("config"),
              """
              current-context: main
              clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d"}}]
              users: [{name: u, user: {token: x-token}}]
              contexts: [{name: main, context: {cluster: c, user: u}}]
              """
                  .formatted(server.getAddress().getPort()));
      KubernetesOptions options =
          KubernetesOptions.of(
                  Map.of("KUBERNETES_CONFIG", config.toString()), InboundLimits.defaults())
              .orElseThrow();
      InstantSource clock = InstantSource.system();
      try (ProviderGateway gateway =
          new ProviderGateway(
              Map.of(KubernetesProvider.ID, new KubernetesProvider(options, List.of(), clock)),
              clock)) {
        Invocation survey = Invocation.Survey.of(List.of(KubernetesGatewayFixture.CHECKOUT));
        Outcome outcome =
            ((Finished) gateway.submit(new Job("job-1", survey), () -> true)).outcome();
        assertThat(outcome)
            .isInstanceOfSatisfying(
                Failed.class, failed -> assertThat(failed.text()).contains(text));
      }
    } finally {
      server.stop(0);
    }
  }
}

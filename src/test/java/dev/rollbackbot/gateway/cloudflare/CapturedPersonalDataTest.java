package dev.rollbackbot.gateway.cloudflare;

import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.GATEWAY;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.WORKER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Waiting;
import dev.rollbackbot.incident.rollback.Invocation.CaptureLogs;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A log with personal data and secrets of every kind goes through a capture. */
final class CapturedPersonalDataTest {
  /** What must not be kept, by its kind; part of a text that is logged. */
  private static final Map<String, String> IN_TEXTS = new LinkedHashMap<>();

  static {
    IN_TEXTS.put("e-mail address", "order of anna.muster@example.com failed");
    IN_TEXTS.put("encoded e-mail address", "user=anna.muster%40example.com");
    IN_TEXTS.put("IPv4 address", "from 203.0.113.77");
    IN_TEXTS.put("IPv4 address with a port", "peer 203.0.113.77:51234 closed");
    IN_TEXTS.put("IPv6 address", "from 2001:db8:85a3::8a2e:370:7334");
    IN_TEXTS.put("long IPv6 address", "from 2001:db8:85a3:1:2:8a2e:370:7334");
    IN_TEXTS.put("IPv4 in IPv6", "from ::ffff:203.0.113.77");
    IN_TEXTS.put("MAC address", "device 3c:22:fb:12:34:56");
    IN_TEXTS.put("phone number", "call +41 79 555 12 34");
    IN_TEXTS.put("national phone number", "call 079 555 12 34");
    IN_TEXTS.put("card number", "card 4111 1111 1111 1111");
    IN_TEXTS.put("bank account", "iban CH93 0076 2011 6238 5295 7");
    IN_TEXTS.put("Swiss social security number", "ahv 756.1234.5678.97");
    IN_TEXTS.put("American social security number", "ssn 078-05-1120");
    IN_TEXTS.put("bearer token", "Authorization: Bearer aaaa-bbbb-cccc");
    IN_TEXTS.put("basic authentication", "authorization=Basic YW5uYTpodW50ZXIy");
    IN_TEXTS.put("cookie", "Cookie: sid=deadbeef; theme=dark");
    IN_TEXTS.put("cookie that is set", "set-cookie: sid=deadbeef; Path=/");
    IN_TEXTS.put("query string", "GET /search?q=anna+muster 200");
    IN_TEXTS.put("query of an address", "fetched https://x.example/a?name=muster#anna");
    IN_TEXTS.put("login in an address", "postgres://anna:hunter2@db.example/x");
    IN_TEXTS.put("password", "password=hunter2");
    IN_TEXTS.put("API key", "x-api-key: hunter2");
    IN_TEXTS.put("session id", "session_id=deadbeef");
    IN_TEXTS.put("JWT", "jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm5hIn0.c2lnbmF0dXJl");
    IN_TEXTS.put("Slack token", "slack xoxb-123456789012-hunter2");
    IN_TEXTS.put("Slack webhook", "https://hooks.slack.com/services/T0/B0/hunter2");
    IN_TEXTS.put("GitHub token", "ghp_hunter2hunter2hunter2hunter2hunter2");
    IN_TEXTS.put("AWS key", "key AKIAHUNTER2HUNTER234");
    IN_TEXTS.put("Stripe key", "sk_live_hunter2hunter2hunter2");
    IN_TEXTS.put("Google key", "AIzahunter2hunter2hunter2hunter2hunter22");
    IN_TEXTS.put("private key", "-----BEGIN PRIVATE KEY-----\nhunter2\n-----END PRIVATE KEY-----");
    IN_TEXTS.put("token of nobody known", "used Hunter2Hunter2Hunter2Hunter2Hunter2xy");
    IN_TEXTS.put("our own token", "with " + FakeCloudflare.TOKEN);
  }

  private static final List<String> TRACES =
      List.of(
          "muster",
          "anna",
          "203.0.113",
          "2001:db8",
          "ffff:",
          "3c:22",
          "555 12",
          "4111",
          "0076",
          "5678",
          "05-1120",
          "aaaa-bbbb",
          "YW5uY",
          "deadbeef",
          "hunter2",
          "HUNTER2",
          "Hunter2",
          "eyJ",
          FakeCloudflare.TOKEN,
          "Zurich",
          "47.37",
          "Mozilla",
          "cf-connecting",
          "theme",
          "rcpt");

  private static JsonObject event(String message) {
    return Json.createObjectBuilder()
        .add("scriptName", WORKER)
        .add("outcome", "exception")
        .add("eventTimestamp", 1_790_000_000_000L)
        .add("anything new", "anna")
        .add(
            "event",
            Json.createObjectBuilder()
                .add("mailFrom", "anna@example.com")
                .add("rcptTo", "muster@example.com")
                .add(
                    "request",
                    Json.createObjectBuilder()
                        .add("method", "POST")
                        .add("url", "https://anna.example/users/anna@example.com/edit?name=muster")
                        .add(
                            "headers",
                            Json.createObjectBuilder()
                                .add("cf-connecting-ip", "203.0.113.77")
                                .add("x-forwarded-for", "203.0.113.77")
                                .add("user-agent", "Mozilla/5.0")
                                .add("cookie", "sid=deadbeef")
                                .add("cf-ray", "8f1e2d3c4b5a-ZRH"))
                        .add(
                            "cf",
                            Json.createObjectBuilder()
                                .add("city", "Zurich")
                                .add("latitude", "47.37")))
                .add("response", Json.createObjectBuilder().add("status", 500)))
        .add(
            "logs",
            Json.createArrayBuilder()
                .add(
                    Json.createObjectBuilder()
                        .add("level", "error")
                        .add("timestamp", 1_790_000_000_001L)
                        .add("user", "anna")
                        .add(
                            "message",
                            Json.createArrayBuilder()
                                .add(message)
                                .add(
                                    Json.createObjectBuilder()
                                        .add("message", "order refused")
                                        .add("customer", "anna muster")
                                        .add("status", 402))
                                .add("{\"msg\":\"as text\",\"user\":{\"name\":\"anna\"}}"))))
        .add(
            "exceptions",
            Json.createArrayBuilder()
                .add(
                    Json.createObjectBuilder()
                        .add("name", "TypeError")
                        .add("message", message)
                        .add("timestamp", 1_790_000_000_002L)))
        .build();
  }

  @Test
  void a_capture_keeps_what_happened_and_not_to_whom() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    CountDownLatch recording = new CountDownLatch(1);
    CloudflareGatewayFixture fixture =
        new CloudflareGatewayFixture(
            Waiting.LIMIT,
            _ -> {
              recording.countDown();
              try {
                return over.await(Waiting.LIMIT.toSeconds(), TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
              }
            });
    FakeTailServer tails = new FakeTailServer();
    try {
      fixture.cloudflare.account.tailUrl = tails.url();
      CompletableFuture<String> artifact =
          CompletableFuture.supplyAsync(() ->
              fixture.submit(new CaptureLogs(List.of(GATEWAY), Duration.ofMinutes(1))).artifact());
      recording.await();
      for (String message : IN_TEXTS.values()) {
        tails.text(WORKER, event(message).toString());
      }
      tails.text(WORKER, "no JSON: " + String.join("; ", IN_TEXTS.values()));
      over.countDown();

      String kept = artifact.get(Waiting.LIMIT.toSeconds(), TimeUnit.SECONDS);
      assertThat(IN_TEXTS).hasSizeGreaterThanOrEqualTo(30);
      assertThat(kept.lines()).hasSize(IN_TEXTS.size() + 1);
      assertThat(kept.lines().filter(line -> TRACES.stream().anyMatch(line::contains))).isEmpty();
      assertThat(kept.lines().findFirst().orElseThrow())
          .isEqualTo(
              "{\"service\":\"gateway\",\"time\":1790000000000,\"outcome\":\"exception\","
                  + "\"method\":\"POST\",\"path\":\"/users/[e-mail]/edit\","
                  + "\"ray\":\"8f1e2d3c4b5a-ZRH\",\"status\":500,"
                  + "\"logs\":[{\"time\":1790000000001,\"level\":\"error\",\"message\":"
                  + "\"order of [e-mail] failed {\\\"message\\\":\\\"order refused\\\","
                  + "\\\"status\\\":402,\\\"fields left out\\\":1}"
                  + " {\\\"msg\\\":\\\"as text\\\",\\\"fields left out\\\":1}\"}],"
                  + "\"exceptions\":[{\"time\":1790000000002,\"name\":\"TypeError\","
                  + "\"message\":\"order of [e-mail] failed\"}]}");
    } finally {
      tails.end();
      fixture.stop();
    }
  }
}

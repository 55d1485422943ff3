package dev.rollbackbot.story;

import static dev.rollbackbot.story.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.SandboxUsers.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rollbackbot.CorruptedJson;
import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.Seeds;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.LoggerFactory;

/** Payloads of every kind as Slack sends them, spoilt. {@code -Dseed=7} replays one case. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PayloadFuzzTest {
  private static final int CASES = 1_500;
  private static final int MANY = 100_000;
  private static final int AT_ONCE = 1_000;
  private static final String PAYLOAD = "payload=";

  private SandboxFixture sandboxFixture;
  private RawSlackRequests rawSlackRequests;
  private List<String> good;

  @BeforeAll
  void begin() throws Exception {
    sandboxFixture = SandboxFixture.quick();
    rawSlackRequests =
        new RawSlackRequests(sandboxFixture.bot(), sandboxFixture.sandbox().signingSecret());
    try (RecordingDeliveryProxy recordingDeliveryProxy =
        new RecordingDeliveryProxy(sandboxFixture.bot())) {
      sandboxFixture.sandbox().deliverTo(recordingDeliveryProxy.address());
      everyKind(sandboxFixture.sandboxUsers());
      good = recordingDeliveryProxy.bodies();
    }
    sandboxFixture.sandbox().deliverTo(sandboxFixture.bot());
  }

  @AfterAll
  void end() {
    sandboxFixture.close();
  }

  /** A command, a choice in a modal, a form, a button, a dialog, a form of it, a modal closed. */
  private static void everyKind(SandboxUsers sandboxUsers) {
    IncidentConversation incidentConversation =
        IncidentConversation.declared(sandboxUsers, 1, Map.of());
    incidentConversation.reads("4 of 5 done");
    incidentConversation.says(REQUESTER, "Cancel…", "");
    JsonObject view = sandboxUsers.modal(REQUESTER);
    sandboxUsers.act(
        REQUESTER,
        Json.createObjectBuilder().add("type", "view_close").add("view_id", view.getString("id")));
    incidentConversation.presses(REQUESTER, "Done");
    incidentConversation.reads("*Waiting for approval*");
    sandboxUsers.types(APPROVER, INCIDENTS, "/rollback help");
  }

  @Test
  void each_is_answered_in_time_without_a_fault_and_the_log_says_what_was_refused() {
    run(CASES);
  }

  @Test
  @Tag("thorough")
  void so_are_very_many() {
    for (int from = 0; from < MANY; from += AT_ONCE) {
      run(AT_ONCE, from);
    }
  }

  private void run(int cases) {
    run(cases, 0);
  }

  private void run(int cases, int from) {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger ours = (Logger) LoggerFactory.getLogger("dev.rollbackbot.slack");
    log.start();
    ours.addAppender(log);
    long start = System.nanoTime();
    Map<Integer, Integer> statuses = new TreeMap<>();
    try {
      Seeds.of(cases).forEach(seed -> statuses.merge(answered(seed + from), 1, Integer::sum));
    } finally {
      ours.detachAppender(log);
    }
    System.out.printf(
        "PayloadFuzzTest: seeds %d to %d of %d payloads in %d ms, answers %s%n",
        from, from + cases - 1, good.size(), millisSince(start), statuses);
    assertThat(log.list).filteredOn(e -> e.getLevel() == Level.ERROR).isEmpty();
    assertThat(log.list.stream().filter(e -> e.getFormattedMessage().contains("refused")).count())
        .as("a line for each that was refused")
        .isGreaterThanOrEqualTo(statuses.getOrDefault(400, 0) + statuses.getOrDefault(401, 0));
    assertThat(rawSlackRequests.posts(RawSlackRequests.slash(REQUESTER, INCIDENTS, "help")).body())
        .contains("/rollback factory");
  }

  private int answered(int seed) {
    Random random = new Random(seed);
    String body = spoilt(good.get(random.nextInt(good.size())), random);
    RawSlackRequests.BotResponse botResponse = rawSlackRequests.send(request(body, random));
    assertThat(botResponse.status())
        .as("seed %d: %s", seed, botResponse)
        .isIn(200, 400, 401, 404, 413);
    assertThat(botResponse.body())
        .as("seed %d", seed)
        .doesNotContain("Exception", "\tat ", "java.", "dev.rollbackbot", "Something went wrong");
    return botResponse.status();
  }

  private HttpRequest.Builder request(String body, Random random) {
    return switch (random.nextInt(12)) {
      case 0 -> rawSlackRequests.unsigned(body);
      case 1 ->
          rawSlackRequests.signed(body + "&x=1", Instant.now()).POST(BodyPublishers.ofString(body));
      case 2 ->
          rawSlackRequests.signed(
              body, Instant.now().minus(Duration.ofHours(random.nextInt(1, 9))));
      default -> rawSlackRequests.signed(body, Instant.now()).setHeader("X-Slack-Retry-Num", "1");
    };
  }

  private static String spoilt(String body, Random random) {
    int place = random.nextInt(body.length());
    return switch (random.nextInt(10)) {
      case 0 -> body.substring(0, place);
      case 1 -> body.substring(0, place) + "%" + body.substring(place);
      case 2 -> body.substring(0, place) + "%ff%c0%af%00" + body.substring(place);
      case 3 -> body.replace('=', '&');
      case 4 -> body + "&" + body;
      default -> body.startsWith(PAYLOAD) ? json(body, random) : field(body, random);
    };
  }

  private static String json(String body, Random random) {
    String json = URLDecoder.decode(body.substring(PAYLOAD.length()), StandardCharsets.UTF_8);
    return PAYLOAD + URLEncoder.encode(CorruptedJson.json(json, random), StandardCharsets.UTF_8);
  }

  /** A slash command with another value of one of its fields, or without it. */
  private static String field(String body, Random random) {
    String[] fields = body.split("&", -1);
    int at = random.nextInt(fields.length);
    String name = fields[at].split("=", -1)[0];
    List<String> values =
        List.of("", "%00", "%3C%21channel%3E", "x".repeat(50_000), "%F0%9F%9A%A8", "a%0Ab", "%20");
    fields[at] =
        random.nextInt(6) == 0 ? "" : name + "=" + values.get(random.nextInt(values.size()));
    return String.join("&", fields);
  }

  private static long millisSince(long start) {
    return Duration.ofNanos(System.nanoTime() - start).toMillis();
  }
}

package dev.rollbackbot.story.adverse;

import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rollbackbot.CorruptedJson;
import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.Seeds;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.RawSlackRequests;
import dev.rollbackbot.story.fixture.RecordingDeliveryProxy;
import dev.rollbackbot.story.fixture.SandboxUsers;
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
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

/** Corrupted payloads of every kind. {@code -Dseed=7} replays one case. */
@Isolated("Another class may cause an error on purpose, which is logged.")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PayloadFuzzTest {
  private static final int CASES = 1_500;
  private static final int MANY = 100_000;
  private static final int AT_ONCE = 1_000;
  private static final String PAYLOAD = "payload=";

  private SandboxFixture fixture;
  private RawSlackRequests requests;
  private List<String> payloads;

  @BeforeAll
  void begin() throws Exception {
    fixture = SandboxFixture.quick();
    requests = RawSlackRequests.to(fixture);
    try (RecordingDeliveryProxy proxy = new RecordingDeliveryProxy(fixture.bot())) {
      fixture.sandbox().deliverTo(proxy.address());
      sendEveryKind(fixture.sandboxUsers());
      payloads = proxy.bodies();
    }
    fixture.sandbox().deliverTo(fixture.bot());
  }

  @AfterAll
  void end() {
    fixture.close();
  }

  /** A command, a declaration, buttons, a modal's submission and a closed modal. */
  private static void sendEveryKind(SandboxUsers users) {
    IncidentConversation incident = IncidentConversation.declared(users, 1, Map.of());
    incident.reads("4 of 5 done");
    incident.says(REQUESTER, "Cancel…", "");
    users.closesModal(REQUESTER);
    incident.presses(REQUESTER, "Done");
    incident.reads("*Waiting for approval*");
    users.types(APPROVER, INCIDENTS, "/rollback help");
  }

  @Test
  void corrupted_payloads_cause_no_error_and_each_refusal_is_logged() {
    run(CASES, 0);
  }

  @Test
  @Tag("thorough")
  void very_many_corrupted_payloads_cause_no_error() {
    for (int from = 0; from < MANY; from += AT_ONCE) {
      run(AT_ONCE, from);
    }
  }

  private void run(int cases, int from) {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger("dev.rollbackbot.slack");
    log.start();
    logger.addAppender(log);
    long start = System.nanoTime();
    Map<Integer, Integer> statuses = new TreeMap<>();
    try {
      Seeds.of(cases).forEach(seed -> statuses.merge(statusOf(seed + from), 1, Integer::sum));
    } finally {
      logger.detachAppender(log);
    }
    System.out.printf(
        "PayloadFuzzTest: seeds %d to %d of %d payloads in %d ms, answers %s%n",
        from, from + cases - 1, payloads.size(), millisSince(start), statuses);
    assertThat(log.list).filteredOn(e -> e.getLevel() == Level.ERROR).isEmpty();
    assertThat(log.list.stream().filter(e -> e.getFormattedMessage().contains("refused")).count())
        .as("a line for each refusal")
        .isGreaterThanOrEqualTo(statuses.getOrDefault(400, 0) + statuses.getOrDefault(401, 0));
    assertThat(requests.posts(RawSlackRequests.slash(REQUESTER, INCIDENTS, "help")).body())
        .contains("/rollback factory");
  }

  private int statusOf(int seed) {
    Random random = new Random(seed);
    String body = corrupted(payloads.get(random.nextInt(payloads.size())), random);
    RawSlackRequests.BotResponse response = requests.send(request(body, random));
    assertThat(response.status()).as("seed %d: %s", seed, response).isIn(200, 400, 401, 404, 413);
    assertThat(response.body())
        .as("seed %d", seed)
        .doesNotContain("Exception", "\tat ", "java.", "dev.rollbackbot", "Something went wrong");
    return response.status();
  }

  private HttpRequest.Builder request(String body, Random random) {
    return switch (random.nextInt(12)) {
      case 0 -> requests.unsigned(body);
      case 1 -> requests.signed(body + "&x=1", Instant.now()).POST(BodyPublishers.ofString(body));
      case 2 -> requests.signed(body, Instant.now().minus(Duration.ofHours(random.nextInt(1, 9))));
      default -> requests.signed(body, Instant.now()).setHeader("X-Slack-Retry-Num", "1");
    };
  }

  private static String corrupted(String body, Random random) {
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

  /** A slash command with one field replaced or removed. */
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

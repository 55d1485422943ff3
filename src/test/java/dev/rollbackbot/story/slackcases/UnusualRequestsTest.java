package dev.rollbackbot.story.slackcases;

import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.RawSlackRequests;
import dev.rollbackbot.story.fixture.SandboxUsers;
import dev.rollbackbot.story.fixture.UsualRollback;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What Slack also sends: checks of the URL, repeats, late clicks, an organization's payloads. */
final class UnusualRequestsTest {
  private static final String GRID_USER = "W0GRIDUSER1";

  private SandboxFixture fixture;
  private SandboxUsers users;
  private RawSlackRequests requests;

  @BeforeEach
  void begin() {
    fixture = SandboxFixture.quick();
    users = fixture.sandboxUsers();
    requests = RawSlackRequests.to(fixture);
  }

  @AfterEach
  void end() {
    fixture.close();
  }

  private static String help() {
    return RawSlackRequests.slash(REQUESTER, INCIDENTS, "help");
  }

  /** As an organization-wide installation sends it. */
  private static String organizations(String interaction) {
    String json =
        URLDecoder.decode(interaction.substring("payload=".length()), StandardCharsets.UTF_8);
    JsonObjectBuilder changed =
        Json.createObjectBuilder(Json.createReader(new StringReader(json)).readObject());
    JsonObject enterprise =
        Json.createObjectBuilder().add("id", "E0GRID").add("name", "The organization").build();
    return RawSlackRequests.interaction(
        changed
            .add("team", JsonValue.NULL)
            .add("enterprise", enterprise)
            .add("is_enterprise_install", true)
            .build());
  }

  @Test
  void a_check_whether_the_url_can_be_reached_is_answered_and_has_no_effect() {
    assertThat(requests.get("/slack/events?ssl_check=1&token=x").status()).isEqualTo(200);
    String check = "ssl_check=1&token=x";
    assertThat(requests.send(requests.unsigned(check)).status()).isEqualTo(200);
    assertThat(requests.posts(check).status()).isEqualTo(200);
    RawSlackRequests.BotResponse forged =
        requests.send(
            requests.unsigned(
                RawSlackRequests.slash(REQUESTER, INCIDENTS, "list") + "&ssl_check=1"));
    assertThat(forged).isEqualTo(new RawSlackRequests.BotResponse(200, ""));
    assertThat(requests.send(requests.unsigned("text=ssl_check=1")).status()).isEqualTo(401);
  }

  @Test
  void a_clock_that_is_wrong_is_named_in_the_log() {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger logger =
        (Logger) LoggerFactory.getLogger("dev.rollbackbot.slack.inbound.SlackHttpEndpoint");
    log.start();
    logger.addAppender(log);
    try {
      Instant now = Instant.now();
      Duration late = Duration.ofMinutes(6);
      assertThat(requests.send(requests.signed(help(), now.minus(late))).status()).isEqualTo(401);
      assertThat(requests.send(requests.signed(help(), now.plus(late))).status()).isEqualTo(401);
      assertThat(requests.send(requests.unsigned(help())).status()).isEqualTo(401);
      // Other classes run beside this one; their requests are as late as others are.
      List<String> lines = log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
      assertThat(lines)
          .anyMatch(line -> line.matches(".* secondsLate=36.*this machine's clock is wrong.*"))
          .anyMatch(line -> line.matches(".* secondsLate=-3[56].*this machine's clock is wrong.*"));
    } finally {
      logger.detachAppender(log);
    }
  }

  @Test
  void a_click_that_slack_repeats_counts_once() {
    IncidentConversation incident = IncidentConversation.planned(users, 1);
    String approve =
        RawSlackRequests.click(APPROVER, incident.channel(), "approve", "1|" + incident.planHash());
    for (int attempt = 0; attempt <= 3; attempt++) {
      assertThat(
              requests
                  .send(
                      requests
                          .signed(approve, Instant.now())
                          .header("X-Slack-Retry-Num", Integer.toString(attempt))
                          .header("X-Slack-Retry-Reason", "http_timeout"))
                  .status())
          .isEqualTo(200);
    }
    UsualRollback.check(users, incident.channel());
    incident.saysOnce("approved plan");
    assertThat(IncidentConversation.rollbacks(users)).hasSize(3);
  }

  @Test
  void a_click_that_arrives_after_a_later_one_changes_nothing_and_its_person_is_told() {
    IncidentConversation incident = IncidentConversation.planned(users, 1);
    String approve =
        RawSlackRequests.click(APPROVER, incident.channel(), "approve", "1|" + incident.planHash());
    String cancel = RawSlackRequests.slash(REQUESTER, incident.channel(), "cancel not needed");
    assertThat(requests.posts(cancel).status()).isEqualTo(200);
    incident.reads("*Cancelled*");
    assertThat(requests.posts(approve).status()).isEqualTo(200);
    incident.isTold(APPROVER, "INC-1");
    assertThat(IncidentConversation.rollbacks(users)).isEmpty();
  }

  @Test
  void payloads_of_an_organization_without_a_team_and_from_an_id_with_w_are_handled() {
    fixture.sandbox().slackFaults().hire(GRID_USER, "grid");
    IncidentConversation incident = IncidentConversation.planned(users, 1);
    String list =
        RawSlackRequests.slash(GRID_USER, INCIDENTS, "list")
            .replace(
                "team_id=T0SANDBOX", "team_id=&enterprise_id=E0GRID&is_enterprise_install=true");
    assertThat(requests.posts(list).body()).contains("INC-1");
    String approve =
        RawSlackRequests.click(
            GRID_USER, incident.channel(), "approve", "1|" + incident.planHash());
    assertThat(requests.posts(organizations(approve)).status()).isEqualTo(200);
    incident.reads("approved plan");
    UsualRollback.check(users, incident.channel());
    RawSlackRequests.BotResponse submitted =
        requests.posts(
            organizations(
                RawSlackRequests.submission(
                    GRID_USER, "another", "x", JsonValue.EMPTY_JSON_OBJECT)));
    assertThat(submitted).isEqualTo(new RawSlackRequests.BotResponse(200, ""));
    assertThat(users.messages(REQUESTER, incident.channel()).toString())
        .contains("<@" + GRID_USER + ">");
  }
}

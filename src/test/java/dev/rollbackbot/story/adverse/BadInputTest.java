package dev.rollbackbot.story.adverse;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static dev.rollbackbot.story.fixture.SandboxUsers.RESPONDER;
import static dev.rollbackbot.story.fixture.SandboxUsers.STAKEHOLDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.story.fixture.BotDatabase;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.ModalInput;
import dev.rollbackbot.story.fixture.RawSlackRequests;
import dev.rollbackbot.story.fixture.SandboxUsers;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Invalid commands, forms and clicks: the user gets the reason, nothing changes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class BadInputTest {
  private SandboxFixture fixture;
  private SandboxUsers users;
  private RawSlackRequests requests;
  private IncidentConversation incident;

  @BeforeAll
  void begin() throws Exception {
    fixture = SandboxFixture.quick(Path.of("manifest.yml"), _ -> Map.of());
    Files.writeString(
        fixture.folder().resolve("runbooks/payments.yaml"),
        Files.readString(fixture.folder().resolve("runbooks/factory.yaml"))
            .replace("id: factory\n", "id: payments\n")
            .replace("advice: monitor", "advice: pray"));
    fixture.restart();
    users = fixture.sandboxUsers();
    requests = RawSlackRequests.to(fixture);
  }

  @AfterAll
  void end() {
    fixture.close();
  }

  private String typed(String text) {
    List<String> before = users.ephemerals(REQUESTER, INCIDENTS);
    JsonObject shown = users.types(REQUESTER, INCIDENTS, text);
    assertThat(shown.getBoolean("ok")).as("%s", shown).isTrue();
    List<String> after = users.ephemerals(REQUESTER, INCIDENTS);
    assertThat(after).as("one answer to %s", text).hasSize(before.size() + 1);
    return after.getLast();
  }

  @ParameterizedTest
  @Order(1)
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /rollback factroy               | Did you mean `/rollback factory`?
          /rollback FACTORY prodution     | Did you mean `production`?
          /rollback factory moon          | It has `sandbox`, `production`, `staging`
          /rollback statsu                | Did you mean `/rollback status`?
          /rollback xyzzy                 | “xyzzy” means nothing here. `/rollback help` shows
          /rollback <!channel>            | “&lt;!channel&gt;” means nothing here
          /rollback payments              | “payments.yaml” has mistakes
          /rollback guide payments        | “payments.yaml” has mistakes
          /rollback guide factoy          | Did you mean `/rollback guide factory`?
          /rollback cancel                | Say why: `/rollback cancel &lt;reason&gt;`
          /rollback cancel inc-7          | Say why: `/rollback cancel INC-7 &lt;reason&gt;`
          /rollback cancel INC-7: too late | There is no INC-7.
          /rollback AT&T                  | “AT&amp;T” means nothing here
          /rollback cancel it is over     | Nothing is open.
          /rollback status inc-99         | There is no INC-99.
          /rollback log inc-999999999999  | There is no INC-999999999999.
          /rollback status INC-0          | There is no INC-0.
          /rollback list                  | payments.yaml:162:15: error
          """)
  void an_unknown_word_is_answered_with_a_suggestion(String text, String answer) {
    assertThat(typed(text)).contains(answer).doesNotContain("Exception");
  }

  @Test
  @Order(2)
  void a_word_of_thousands_of_letters_is_truncated_in_the_reply() {
    assertThat(typed("/rollback " + "x".repeat(3_000)).length()).isLessThan(300);
  }

  @Test
  @Order(3)
  void an_invalid_runbook_is_listed_with_its_problem_and_position() {
    assertThat(typed("/rollback list"))
        .contains("*Can't be used*", "• payments.yaml", "pray", "`factory` Factory Feature")
        .doesNotContain(fixture.folder().toString());
  }

  @Test
  @Order(4)
  void a_stakeholder_can_not_declare_an_incident() {
    users.types(STAKEHOLDER, INCIDENTS, "/rollback factory");
    users.submits(STAKEHOLDER, Map.of("description", ModalInput.text("Let me")));
    assertThat(users.modal(STAKEHOLDER).toString()).contains("Only members of <!subteam^");
    assertThat(typed("/rollback status")).isEqualTo("Nothing is open.");
  }

  @Test
  @Order(5)
  void an_invalid_form_stays_open_with_an_error_per_field() {
    users.types(REQUESTER, INCIDENTS, "/rollback factory");
    long now = Instant.now().getEpochSecond();
    assertThat(errors(Map.of("detected", time(now + 3_600)))).contains("This is in the future");
    assertThat(errors(Map.of("detected", time(now - 8 * 86_400)))).contains("seven days ago");
    assertThat(errors(Map.of("description", ModalInput.text("x".repeat(2_001))))).contains("2000");
    assertThat(errors(Map.of("observed", chosen("other"), "description", ModalInput.text(""))))
        .contains("Say what was seen");
    closesAllModals(REQUESTER);
  }

  @Test
  @Order(6)
  void an_empty_form_and_unknown_options_start_nothing() {
    RawSlackRequests.BotResponse empty =
        requests.posts(
            RawSlackRequests.submission(
                REQUESTER, "declare", "factory C0", JsonValue.EMPTY_JSON_OBJECT));
    assertThat(empty.status()).isEqualTo(200);
    assertThat(empty.body()).contains("errors", "environment", "method");
    JsonObject absurd =
        Json.createObjectBuilder()
            .add("environment", field("environment", chosen("moon")))
            .add("method", field("method", chosen("prayer")))
            .add("observed", field("observed", chosen("ghosts")))
            .add("severity", field("severity", chosen("APOCALYPTIC")))
            .add("detected", field("detected", time(2_000_000_000)))
            .build();
    assertThat(
            requests
                .posts(RawSlackRequests.submission(REQUESTER, "declare", "factory C0", absurd))
                .body())
        .contains("no such environment", "no such method", "no such trigger", "in the future");
    assertThat(requests.posts(RawSlackRequests.submission(REQUESTER, "declare", "", absurd)).body())
        .contains("The runbook “”", "Nothing was started.");
    assertThat(typed("/rollback status")).isEqualTo("Nothing is open.");
  }

  @Test
  @Order(7)
  void a_second_declaration_leads_to_the_open_incident() {
    incident = IncidentConversation.declared(users, 1, Map.of());
    await()
        .untilAsserted(() ->
            assertThat(typed("/rollback factory"))
                .isEqualTo(
                    "INC-1 is open already for this. Go on in <#"
                        + incident.channel()
                        + ">. (sandbox)"));
    String again = submission("Again");
    RawSlackRequests.BotResponse first = requests.posts(again);
    assertThat(first.body()).contains("INC-1 is open already");
    assertThat(requests.posts(again)).isEqualTo(first);
  }

  private static String submission(String description) {
    JsonObject values =
        Json.createObjectBuilder()
            .add("environment", field("environment", chosen("sandbox")))
            .add("method", field("method", chosen("deployment-rollback")))
            .add("observed", field("observed", chosen("error-rate")))
            .add("description", field("description", ModalInput.text(description)))
            .build();
    return RawSlackRequests.submission(REQUESTER, "declare", "factory " + INCIDENTS, values);
  }

  @Test
  @Order(8)
  void users_without_a_role_are_refused_with_the_name_of_the_group() {
    incident.reads("4 of 5 done");
    incident.presses(STAKEHOLDER, "Done");
    incident.isTold(STAKEHOLDER, "Only members of <!subteam^");
    incident.presses(STAKEHOLDER, "Cancel…");
    users.submits(STAKEHOLDER, Map.of("text", ModalInput.text("I don't like it")));
    closesAllModals(STAKEHOLDER);
    users.types(STAKEHOLDER, INCIDENTS, "/rollback cancel I don't like it");
    IncidentConversation.isTold(users, STAKEHOLDER, INCIDENTS, "Only members of <!subteam^");
    assertThat(incident.text()).contains("*Getting ready*");
  }

  @ParameterizedTest
  @Order(9)
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          resume                 ~ 1                       ~ INC-1 has moved on: getting ready
          approve                ~ 1|0000                  ~ INC-1 has moved on: getting ready
          sign_rolled_back       ~ 1                       ~ INC-1 has moved on: getting ready
          run_again              ~ 1                       ~ INC-1 has moved on: getting ready
          roll_back              ~ 1                       ~ INC-1 has moved on: getting ready
          post_mortem            ~ 1                       ~ INC-1 has moved on: getting ready
          retry_step:gateway     ~ 1|gateway|1             ~ INC-1 has moved on: getting ready
          done_item:x            ~ 1|no-such-thing         ~ has no checklist item “no-such-thing”
          retry_item:notify-team ~ 1|capture-deployments   ~ is settled already
          done_item:x            ~ 99|screenshot-analytics ~ not known here
          dance                  ~ 1                       ~ no longer means anything
          done_item:x            ~ not-a-number            ~ no longer means anything
          done_item:x            ~ 1|%zz                   ~ no longer means anything
          """)
  void an_outdated_button_is_answered_with_the_reason(String action, String value, String answer) {
    assertThat(click(RESPONDER, action, value)).contains(answer);
  }

  /** Clicks and returns the ephemeral message that follows. */
  private String click(String user, String action, String value) {
    int before = users.ephemerals(user, incident.channel()).size();
    requests.posts(RawSlackRequests.click(user, incident.channel(), action, value));
    await().until(() -> users.ephemerals(user, incident.channel()).size() > before);
    return users.ephemerals(user, incident.channel()).getLast();
  }

  @Test
  @Order(10)
  void a_second_click_is_answered_with_settled_already() {
    String value = "1|screenshot-analytics";
    requests.posts(
        RawSlackRequests.click(
            REQUESTER, incident.channel(), "done_item:screenshot-analytics", value));
    incident.reads("*Waiting for approval*");
    requests.posts(
        RawSlackRequests.click(
            RESPONDER, incident.channel(), "done_item:screenshot-analytics", value));
    incident.isTold(RESPONDER, "settled already");
  }

  @Test
  @Order(11)
  void an_approval_of_an_older_plan_is_refused_with_the_current_hash() {
    String shown = incident.approve();
    Matcher hash = Pattern.compile("plan (\\w+)").matcher(shown);
    assertThat(hash.find()).isTrue();
    requests.posts(RawSlackRequests.click(APPROVER, incident.channel(), "approve", "1|0000000000"));
    incident.isTold(APPROVER, "The plan has changed since you looked. It is " + hash.group(1));
    users.types(STAKEHOLDER, INCIDENTS, "/rollback help");
    incident.presses(STAKEHOLDER, shown);
    incident.isTold(STAKEHOLDER, "Only members of");
    assertThat(IncidentConversation.rollbacks(users)).isEmpty();
  }

  @Test
  @Order(12)
  void an_empty_or_invalid_modal_changes_nothing() {
    for (String action :
        List.of(
            "break_glass",
            "skip_step",
            "step_done",
            "end_wait",
            "cancel",
            "reopen",
            "close",
            "settle_item",
            "settle_check",
            "sign_verified",
            "change_method")) {
      RawSlackRequests.BotResponse response =
          requests.posts(
              RawSlackRequests.submission(
                  REQUESTER, "dialog:" + action, "1|gateway", JsonValue.EMPTY_JSON_OBJECT));
      assertThat(response.status()).as(action).isEqualTo(200);
      assertThat(response.body()).as(action).contains("errors").doesNotContain("Exception");
    }
    JsonObject long501 =
        Json.createObjectBuilder()
            .add("text", field("text", ModalInput.text("x".repeat(501))))
            .build();
    assertThat(
            requests
                .posts(RawSlackRequests.submission(REQUESTER, "dialog:cancel", "1", long501))
                .body())
        .contains("Say why, in up to 500 characters.");
    assertThat(incident.text()).contains("*Waiting for approval*");
  }

  @Test
  @Order(13)
  void a_locked_database_is_reported_and_the_next_command_works() throws Exception {
    fixture.restart(Duration.ofSeconds(5));
    requests = RawSlackRequests.to(fixture);
    try (var other = DriverManager.getConnection(BotDatabase.url(fixture));
        var lock = other.createStatement()) {
      lock.execute("begin immediate");
      JsonObject shown = users.types(REQUESTER, incident.channel(), "/rollback cancel not needed");
      assertThat(shown.getBoolean("ok")).as("answered in time: %s", shown).isTrue();
      incident.isTold(REQUESTER, "Nothing was stored, so nothing happens. Try again in a minute.");
      assertThat(requests.get("/readyz").status()).isEqualTo(503);
      lock.execute("rollback");
    }
    users.types(REQUESTER, incident.channel(), "/rollback cancel not needed");
    incident.reads("is cancelled");
  }

  @Test
  @Order(14)
  void after_the_end_every_click_is_refused() {
    requests.posts(RawSlackRequests.click(APPROVER, incident.channel(), "approve", "1|0000000000"));
    incident.isTold(APPROVER, "INC-1 has moved on: cancelled");
  }

  private static JsonObjectBuilder field(String action, JsonValue value) {
    return Json.createObjectBuilder().add(action, value);
  }

  private static JsonObject chosen(String value) {
    return Json.createObjectBuilder()
        .add("type", "static_select")
        .add("selected_option", Json.createObjectBuilder().add("value", value))
        .build();
  }

  private static JsonObject time(long seconds) {
    return Json.createObjectBuilder()
        .add("type", "datetimepicker")
        .add("selected_date_time", seconds)
        .build();
  }

  private String errors(Map<String, JsonValue> values) {
    JsonObject answer = users.submits(REQUESTER, values);
    assertThat(answer.getString("error", "")).as("%s", answer).isEqualTo("errors");
    return answer.getJsonObject("errors").toString();
  }

  private void closesAllModals(String user) {
    await()
        .until(() -> {
          if (!users.sees(user).getJsonArray("views").isEmpty()) {
            users.closesModal(user);
          }
          return users.sees(user).getJsonArray("views").isEmpty();
        });
  }
}

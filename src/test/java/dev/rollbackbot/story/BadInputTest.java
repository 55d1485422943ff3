package dev.rollbackbot.story;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.story.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.SandboxUsers.REQUESTER;
import static dev.rollbackbot.story.SandboxUsers.RESPONDER;
import static dev.rollbackbot.story.SandboxUsers.STAKEHOLDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
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

/** What people type, fill in and press that means nothing: each is told why, nothing changes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class BadInputTest {
  private SandboxFixture sandboxFixture;
  private SandboxUsers sandboxUsers;
  private RawSlackRequests rawSlackRequests;
  private IncidentConversation incidentConversation;

  @BeforeAll
  void begin() throws Exception {
    sandboxFixture = SandboxFixture.quick(Path.of("manifest.yml"), _ -> Map.of());
    Files.writeString(
        sandboxFixture.folder().resolve("runbooks/payments.yaml"),
        Files.readString(sandboxFixture.folder().resolve("runbooks/factory.yaml"))
            .replace("id: factory\n", "id: payments\n")
            .replace("advice: monitor", "advice: pray"));
    sandboxFixture.restart();
    sandboxUsers = sandboxFixture.sandboxUsers();
    rawSlackRequests =
        new RawSlackRequests(sandboxFixture.bot(), sandboxFixture.sandbox().signingSecret());
  }

  @AfterAll
  void end() {
    sandboxFixture.close();
  }

  private String typed(String text) {
    List<String> before = sandboxUsers.whispers(REQUESTER, INCIDENTS);
    JsonObject shown = sandboxUsers.types(REQUESTER, INCIDENTS, text);
    assertThat(shown.getBoolean("ok")).as("%s", shown).isTrue();
    List<String> after = sandboxUsers.whispers(REQUESTER, INCIDENTS);
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
          /rollback AT&T                  | “at&amp;t” means nothing here
          /rollback cancel it is over     | Nothing is open.
          /rollback status inc-99         | There is no INC-99.
          /rollback log inc-999999999999  | Nothing is open.
          /rollback list                  | payments.yaml:52:15: error
          """)
  void a_word_that_means_nothing_is_answered_with_one_that_does(String text, String answer) {
    assertThat(typed(text)).contains(answer).doesNotContain("Exception");
  }

  @Test
  @Order(2)
  void a_word_of_thousands_of_letters_is_not_said_back_whole() {
    assertThat(typed("/rollback " + "x".repeat(3_000)).length()).isLessThan(300);
  }

  @Test
  @Order(3)
  void a_broken_runbook_is_listed_with_its_mistake_and_its_place() {
    assertThat(typed("/rollback list"))
        .contains("*Can't be used*", "• payments.yaml", "pray", "`factory` Factory Feature")
        .doesNotContain(sandboxFixture.folder().toString());
  }

  @Test
  @Order(4)
  void a_stakeholder_may_not_start_anything() {
    sandboxUsers.types(STAKEHOLDER, INCIDENTS, "/rollback factory");
    sandboxUsers.submits(STAKEHOLDER, Map.of("description", ModalInput.text("Let me")));
    assertThat(sandboxUsers.modal(STAKEHOLDER).toString()).contains("Only members of <!subteam^");
    assertThat(typed("/rollback status")).isEqualTo("Nothing is open.");
  }

  @Test
  @Order(5)
  void a_form_that_can_not_be_so_stays_and_says_what_is_wrong_where() {
    sandboxUsers.types(REQUESTER, INCIDENTS, "/rollback factory");
    long now = Instant.now().getEpochSecond();
    assertThat(errors(Map.of("detected", time(now + 3_600)))).contains("This is in the future");
    assertThat(errors(Map.of("detected", time(now - 8 * 86_400)))).contains("seven days ago");
    assertThat(errors(Map.of("description", ModalInput.text("x".repeat(2_001))))).contains("2000");
    assertThat(errors(Map.of("observed", chosen("other"), "description", ModalInput.text(""))))
        .contains("Say what was seen");
    close(REQUESTER);
  }

  @Test
  @Order(6)
  void a_form_with_nothing_in_it_or_nonsense_starts_nothing() {
    RawSlackRequests.BotResponse empty =
        rawSlackRequests.posts(
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
            rawSlackRequests
                .posts(RawSlackRequests.submission(REQUESTER, "declare", "factory C0", absurd))
                .body())
        .contains("no such environment", "no such method", "no such trigger", "in the future");
    assertThat(
            rawSlackRequests
                .posts(RawSlackRequests.submission(REQUESTER, "declare", "", absurd))
                .body())
        .contains("The runbook “”", "Nothing was started.");
    assertThat(typed("/rollback status")).isEqualTo("Nothing is open.");
  }

  @Test
  @Order(7)
  void start_pressed_twice_starts_one_incident_and_typing_it_again_leads_there() {
    incidentConversation = IncidentConversation.declared(sandboxUsers, 1, Map.of());
    await()
        .untilAsserted(() ->
            assertThat(typed("/rollback factory"))
                .isEqualTo(
                    "INC-1 is open already for this. Go on in <#"
                        + incidentConversation.channel()
                        + ">. (sandbox)"));
    String again = submission("Again");
    RawSlackRequests.BotResponse first = rawSlackRequests.posts(again);
    assertThat(first.body()).contains("INC-1 is open already");
    assertThat(rawSlackRequests.posts(again)).isEqualTo(first);
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
  void people_outside_are_refused_by_name_of_the_group_that_can() {
    incidentConversation.reads("4 of 5 done");
    incidentConversation.presses(STAKEHOLDER, "Done");
    incidentConversation.isTold(STAKEHOLDER, "Only members of <!subteam^");
    incidentConversation.presses(STAKEHOLDER, "Cancel…");
    sandboxUsers.submits(STAKEHOLDER, Map.of("text", ModalInput.text("I don't like it")));
    close(STAKEHOLDER);
    sandboxUsers.types(STAKEHOLDER, INCIDENTS, "/rollback cancel I don't like it");
    IncidentConversation.isTold(sandboxUsers, STAKEHOLDER, INCIDENTS, "Only members of <!subteam^");
    assertThat(incidentConversation.text()).contains("*Getting ready*");
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
  void a_button_that_means_nothing_now_says_so(String action, String value, String answer) {
    assertThat(told(RESPONDER, action, value)).contains(answer);
  }

  /** Clicks, and gives what that person alone is told then. */
  private String told(String user, String action, String value) {
    int before = sandboxUsers.whispers(user, incidentConversation.channel()).size();
    rawSlackRequests.posts(
        RawSlackRequests.click(user, incidentConversation.channel(), action, value));
    await()
        .until(() -> sandboxUsers.whispers(user, incidentConversation.channel()).size() > before);
    return sandboxUsers.whispers(user, incidentConversation.channel()).getLast();
  }

  @Test
  @Order(10)
  void a_second_click_says_that_it_is_done() {
    String value = "1|screenshot-analytics";
    rawSlackRequests.posts(
        RawSlackRequests.click(
            REQUESTER, incidentConversation.channel(), "done_item:screenshot-analytics", value));
    incidentConversation.reads("*Waiting for approval*");
    rawSlackRequests.posts(
        RawSlackRequests.click(
            RESPONDER, incidentConversation.channel(), "done_item:screenshot-analytics", value));
    incidentConversation.isTold(RESPONDER, "settled already");
  }

  @Test
  @Order(11)
  void an_approval_of_an_older_plan_is_refused_and_names_the_new_one() {
    String shown = incidentConversation.approve();
    Matcher hash = Pattern.compile("plan (\\w+)").matcher(shown);
    assertThat(hash.find()).isTrue();
    rawSlackRequests.posts(
        RawSlackRequests.click(
            APPROVER, incidentConversation.channel(), "approve", "1|0000000000"));
    incidentConversation.isTold(
        APPROVER, "The plan has changed since you looked. It is " + hash.group(1));
    sandboxUsers.types(STAKEHOLDER, INCIDENTS, "/rollback help");
    incidentConversation.presses(STAKEHOLDER, shown);
    incidentConversation.isTold(STAKEHOLDER, "Only members of");
    assertThat(IncidentConversation.rollbacks(sandboxUsers)).isEmpty();
  }

  @Test
  @Order(12)
  void a_dialog_with_nothing_in_it_or_nonsense_changes_nothing() {
    for (String verb :
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
      RawSlackRequests.BotResponse botResponse =
          rawSlackRequests.posts(
              RawSlackRequests.submission(
                  REQUESTER, "dialog:" + verb, "1|gateway", JsonValue.EMPTY_JSON_OBJECT));
      assertThat(botResponse.status()).as(verb).isEqualTo(200);
      assertThat(botResponse.body()).as(verb).contains("errors").doesNotContain("Exception");
    }
    JsonObject long501 =
        Json.createObjectBuilder()
            .add("text", field("text", ModalInput.text("x".repeat(501))))
            .build();
    assertThat(
            rawSlackRequests
                .posts(RawSlackRequests.submission(REQUESTER, "dialog:cancel", "1", long501))
                .body())
        .contains("Say why, in up to 500 characters.");
    assertThat(incidentConversation.text()).contains("*Waiting for approval*");
  }

  @Test
  @Order(13)
  void a_database_that_takes_nothing_is_said_and_the_next_click_works() throws Exception {
    String url = "jdbc:sqlite:" + sandboxFixture.folder().resolve("rollback-bot.db");
    try (var other = DriverManager.getConnection(url);
        var lock = other.createStatement()) {
      lock.execute("begin immediate");
      JsonObject shown =
          incidentConversation
              .sandboxUsers()
              .types(REQUESTER, incidentConversation.channel(), "/rollback cancel not needed");
      assertThat(shown.getBoolean("ok")).as("answered in time: %s", shown).isTrue();
      incidentConversation.isTold(
          REQUESTER, "Nothing was stored, so nothing happens. Try again in a minute.");
      assertThat(rawSlackRequests.send(rawSlackRequests.to("/readyz").GET()).status())
          .isEqualTo(503);
      lock.execute("rollback");
    }
    sandboxUsers.types(REQUESTER, incidentConversation.channel(), "/rollback cancel not needed");
    incidentConversation.reads("is cancelled");
  }

  @Test
  @Order(14)
  void after_the_end_nothing_can_be_pressed_any_more() {
    rawSlackRequests.posts(
        RawSlackRequests.click(
            APPROVER, incidentConversation.channel(), "approve", "1|0000000000"));
    incidentConversation.isTold(APPROVER, "INC-1 has moved on: cancelled");
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
    JsonObject answer = sandboxUsers.submits(REQUESTER, values);
    assertThat(answer.getString("error", "")).as("%s", answer).isEqualTo("errors");
    return answer.getJsonObject("errors").toString();
  }

  /** Closes every modal of that person. */
  private void close(String user) {
    await()
        .until(() -> {
          var views = sandboxUsers.sees(user).getJsonArray("views");
          if (!views.isEmpty()) {
            sandboxUsers.act(
                user,
                Json.createObjectBuilder()
                    .add("type", "view_close")
                    .add("view_id", views.getJsonObject(views.size() - 1).getString("id")));
          }
          return sandboxUsers.sees(user).getJsonArray("views").isEmpty();
        });
  }
}

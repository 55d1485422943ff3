package dev.rollbackbot.story.database;

import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static dev.rollbackbot.story.fixture.SandboxUsers.RESPONDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.runbook.SourceText;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.ModalInput;
import dev.rollbackbot.story.fixture.SandboxUsers;
import dev.rollbackbot.story.fixture.UsualRollback;
import dev.rollbackbot.story.jobs.FactoryIncident;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The factory's migration 0013, on the sandbox's D1. */
final class DatabaseStoryTest {
  private static final String METHOD = "deployment-rollback-database";
  private static final Path SCRIPT =
      Path.of("src/main/resources/runbooks/factory-fallback-status.sql");
  private static final String MIGRATIONS =
      "SELECT COUNT(*) AS n FROM d1_migrations WHERE name LIKE '0013%'";
  private static final Pattern RESTORE =
      Pattern.compile("\\[(Restore the database to before “[^”]*”…)");
  private static final String FALLBACK =
      "SELECT COUNT(*) AS n FROM build_specs WHERE status = 'fallback'";

  private static JsonObject query(SandboxFixture fixture, String sql) throws Exception {
    Map<String, String> settings = fixture.environment();
    try (HttpClient client = HttpClient.newHttpClient()) {
      String found =
          client
              .send(
                  d1(fixture, settings, "?name=planning-primary").GET().build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      String uuid = json(found).getJsonArray("result").getJsonObject(0).getString("uuid");
      String body = Json.createObjectBuilder().add("sql", sql).build().toString();
      return json(client
              .send(
                  d1(fixture, settings, "/" + uuid + "/query")
                      .POST(HttpRequest.BodyPublishers.ofString(body))
                      .build(),
                  HttpResponse.BodyHandlers.ofString())
              .body())
          .getJsonArray("result")
          .getJsonObject(0);
    }
  }

  private static HttpRequest.Builder d1(
      SandboxFixture fixture, Map<String, String> settings, String rest) {
    return HttpRequest.newBuilder(
            URI.create(
                fixture.sandbox().cloudflareApiUrl()
                    + "/accounts/"
                    + settings.get("CLOUDFLARE_ACCOUNT_ID")
                    + "/d1/database"
                    + rest))
        .header("Authorization", "Bearer " + settings.get("CLOUDFLARE_API_TOKEN"));
  }

  private static JsonObject json(String body) {
    try (JsonReader reader = Json.createReader(new StringReader(body))) {
      return reader.readObject();
    }
  }

  private static int number(SandboxFixture fixture, String sql) throws Exception {
    return query(fixture, sql).getJsonArray("results").getJsonObject(0).getInt("n");
  }

  private static IncidentConversation rollingBack(SandboxUsers users) {
    IncidentConversation incident = FactoryIncident.with(users, METHOD);
    incident.reads("applies factory-rollback-0013.sql");
    incident.reads("*Waiting for approval*");
    incident.presses(APPROVER, incident.approve());
    return incident;
  }

  private static void consents(IncidentConversation incident) {
    consents(incident, APPROVER);
  }

  private static void consents(IncidentConversation incident, String who) {
    incident.presses(who, "Consent…");
    incident.users().submits(who, Map.of("text", ModalInput.text("planning-primary")));
  }

  @Test
  void what_was_counted_is_consented_to_carried_out_once_and_the_swap_is_refused()
      throws Exception {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      query(
          fixture,
          "CREATE TABLE spec_comments (id TEXT, spec_id TEXT REFERENCES build_specs(id) ON DELETE"
              + " CASCADE)");
      IncidentConversation incident = rollingBack(users);
      incident.reads("needs a consent of its own");
      incident.reads("Rows that get the status draft: 3");
      incident.reads(SourceText.sha256(Files.readString(SCRIPT)));
      assertThat(number(fixture, FALLBACK)).isEqualTo(3);
      consents(incident, REQUESTER);
      query(
          fixture,
          "INSERT INTO build_specs (id, run_id, status) VALUES ('s6', 'run-1', 'fallback')");
      consents(incident);
      incident.reads("The numbers have changed");
      incident.reads("Rows that get the status draft: 4");
      assertThat(number(fixture, FALLBACK)).isEqualTo(4);
      consents(incident);
      incident.reads("the bookmark 0000");
      incident.reads("carried out");
      assertThat(number(fixture, FALLBACK)).isZero();
      assertThat(number(fixture, "SELECT COUNT(*) AS n FROM build_specs")).isEqualTo(6);
      incident.reads("whose rows would be deleted with it: 1; it must be 0.");
      incident.says(RESPONDER, "Skip…", "not needed");
      incident.reads("*Checking*");
      UsualRollback.toTheEnd(users, incident.channel());
    }
  }

  @Test
  void a_lost_answer_is_found_out_by_reading_and_the_table_goes_back_whole() throws Exception {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      query(fixture, "UPDATE build_specs SET status = 'draft' WHERE status = 'fallback'");
      IncidentConversation incident = rollingBack(users);
      incident.reads("the database is so already, the script was not sent");
      incident.reads("Rows that are copied to the new table: 5");
      users.fault("lose-answer-once", true);
      consents(incident);
      incident.reads("nobody knows yet whether it worked");
      incident.reads("carried out, 2 checks hold");
      incident.reads("*Checking*");
      assertThat(number(fixture, "SELECT COUNT(*) AS n FROM build_specs")).isEqualTo(5);
      assertThat(number(fixture, MIGRATIONS)).isZero();
      goesBackToBefore(fixture, incident);
      assertThat(number(fixture, MIGRATIONS)).isEqualTo(1);
    }
  }

  /** What was written since is counted, and lost; the answer is lost too. */
  private static void goesBackToBefore(SandboxFixture fixture, IncidentConversation incident)
      throws Exception {
    SandboxUsers users = incident.users();
    query(fixture, "INSERT INTO planning_runs VALUES ('written-since')");
    incident.reads("[Restore the database to before “Only if");
    Matcher button = RESTORE.matcher(incident.text());
    assertThat(button.find()).isTrue();
    incident.says(RESPONDER, button.group(1), "wrong rows");
    incident.reads("Rows that are copied to the new table");
    incident.reads("rows written since");
    consents(incident, REQUESTER);
    assertThat(number(fixture, MIGRATIONS)).isZero();
    users.fault("lose-answer-once", true);
    consents(incident, APPROVER);
    incident.reads("nobody knows yet whether it worked");
    incident.reads("to undo that: wrangler d1 time-travel restore planning-primary --bookmark=");
    incident.reads("its database was restored since, to before it");
    assertThat(
            number(fixture, "SELECT COUNT(*) AS n FROM planning_runs WHERE id = 'written-since'"))
        .isZero();
    incident.reads("*Checking*");
  }
}

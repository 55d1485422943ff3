package dev.rollbackbot.crash;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Transcript;
import dev.rollbackbot.story.fixture.SandboxUsers;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** What must hold at the end of an incident, however often the bot was killed. */
public final class CrashInvariants {
  private static final List<String> ONCE =
      List.of(
          "IncidentDeclared",
          "ChannelReady",
          "PlanMade",
          "ApprovalRequested",
          "Approved",
          "PropagationStarted",
          "ChecksPassed",
          "SignedRolledBack",
          "SignedVerified");

  private final SandboxUsers users;
  private final String channel;
  private final String database;

  public CrashInvariants(SandboxUsers users, String channel, String database) {
    this.users = users;
    this.channel = channel;
    this.database = database;
  }

  /** Waits until no effect and no job is pending. */
  public static void awaitAllDone(String database) {
    await()
        .ignoreExceptions()
        .until(() ->
            rows(
                    database,
                    "select key from outbox where state = 'WAITING' union all"
                        + " select id from job where state <> 'FINISHED'")
                .isEmpty());
  }

  /** Of the bundled runbook. */
  void check() {
    assertThat(rollbacks()).containsExactly("gateway", "planning-machine", "ui");
    checkRecord(3, 0);
  }

  /**
   * Of a plan with that number of steps.
   *
   * @param locks that may stay at most, of attempts of which nobody can tell what became of them
   */
  public void checkRecord(int steps, int locks) {
    assertThat(rows("select state from incident")).containsExactly("Resolved");
    // What is held together with a part of it is one lock.
    assertThat(rows("select resource from resource_lock where resource not like '% by %'"))
        .as("locks")
        .hasSizeLessThanOrEqualTo(locks);
    eventsAreStoredOnce(steps);
    postsArePublishedOnce();
    assertThat(channels().filter(c -> c.getString("id").equals(channel)).toList())
        .as("the panel is pinned")
        .singleElement()
        .satisfies(c -> assertThat(c.getJsonArray("pins")).hasSize(1));
  }

  private Stream<JsonObject> channels() {
    return users.sees(REQUESTER).getJsonArray("channels").getValuesAs(JsonObject.class).stream();
  }

  private List<String> rollbacks() {
    return users.inspect().getJsonArray("providerRollbacks").getValuesAs(JsonObject.class).stream()
        .map(r -> r.getString("service"))
        .toList();
  }

  private void eventsAreStoredOnce(int steps) {
    List<String> events = rows("select type from incident_event order by sequence");
    for (String once : ONCE) {
      assertThat(events).as("events, of them " + once).containsOnlyOnce(once);
    }
    assertThat(rows("select json from incident_event where type = 'CheckConfirmed'"))
        .as("checks, each confirmed once")
        .extracting(json -> json.replaceAll(".*\"check\":\"([^\"]*)\".*", "$1"))
        .doesNotHaveDuplicates()
        .isNotEmpty();
    List<String> attempts =
        rows("select json from incident_event where type = 'StepStarted'").stream()
            .map(json -> json.replaceAll(".*\"attempt\":(\\d+).*\"step\":\"([^\"]*)\".*", "$2 $1"))
            .toList();
    assertThat(attempts).as("attempts at steps").doesNotHaveDuplicates();
    assertThat(attempts.stream().filter(attempt -> attempt.endsWith(" 1")))
        .as("steps, each started once")
        .hasSize(steps);
    assertThat(attempts.size() - steps)
        .as("attempts after a person's decision, of " + attempts)
        .isLessThanOrEqualTo(Collections.frequency(events, "StepUnknown"));
    assertThat(rows("select actor from incident_event where type = 'Approved'"))
        .containsExactly(SandboxUsers.APPROVER);
  }

  private void postsArePublishedOnce() {
    assertThat(rows("select key || ' ' || state from outbox where state <> 'DONE'"))
        .as("effects that were not delivered")
        .isEmpty();
    List<JsonObject> posts = allMessages();
    List<String> keys = posts.stream().flatMap(CrashInvariants::key).toList();
    assertThat(keys)
        .as("posts by their keys in\n" + Transcript.of(posts))
        .doesNotHaveDuplicates()
        .containsAll(rows("select key from outbox where type = 'Post'"))
        .contains("INC-1/panel", "INC-1/card");
    assertThat(posts.stream().flatMap(CrashInvariants::files).toList())
        .as("files")
        .doesNotHaveDuplicates()
        .hasSameSizeAs(rows("select key from outbox where type like 'Attach%'"));
  }

  private List<JsonObject> allMessages() {
    List<JsonObject> out = new ArrayList<>(users.messages(REQUESTER, channel));
    channels()
        .map(c -> c.getString("id"))
        .filter(id -> !id.equals(channel))
        .forEach(id -> out.addAll(users.messages(REQUESTER, id)));
    return out;
  }

  private static Stream<String> key(JsonObject message) {
    JsonObject metadata = message.getJsonObject("metadata");
    return metadata == null
        ? Stream.empty()
        : Stream.of(metadata.getJsonObject("event_payload").getString("key"));
  }

  private static Stream<String> files(JsonObject message) {
    JsonArray files = message.getJsonArray("files");
    return files == null
        ? Stream.empty()
        : files.getValuesAs(JsonObject.class).stream().map(f -> f.getString("name"));
  }

  private List<String> rows(String select) {
    return rows(database, select);
  }

  private static List<String> rows(String database, String select) {
    try (Connection connection = DriverManager.getConnection(database);
        Statement statement = connection.createStatement();
        ResultSet results = statement.executeQuery(select)) {
      List<String> out = new ArrayList<>();
      while (results.next()) {
        out.add(results.getString(1));
      }
      return out;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}

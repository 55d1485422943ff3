package dev.rollbackbot.story;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.story.People.INCIDENTS;
import static dev.rollbackbot.story.People.STAKEHOLDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Stage;
import dev.rollbackbot.slack.view.Verb;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Somebody of no group tries everything that can be pressed, filled in and typed. */
final class StrangersTest {
  @Test
  void a_stranger_is_refused_everything_and_told_so() throws Exception {
    try (Stage stage = Stage.quick()) {
      People people = stage.people();
      Incident incident = Incident.planned(people, 1);
      Door door = new Door(stage.bot(), stage.sandbox().signingSecret());
      int before = events(stage);
      int pressed = 0;
      for (Verb verb : Verb.values()) {
        String word = verb.name().toLowerCase(Locale.ROOT);
        if (verb.opensDialog()) {
          submits(door, verb, word);
        } else {
          door.posts(Door.click(STAKEHOLDER, INCIDENTS, word + ":gateway", "1|gateway|1"));
          pressed++;
        }
      }
      int clicks = pressed;
      await()
          .untilAsserted(() ->
              assertThat(people.whispers(STAKEHOLDER, INCIDENTS))
                  .hasSize(clicks)
                  .allMatch(w -> w.contains("Only members of")));
      assertThat(door.posts(Door.slash(STAKEHOLDER, incident.channel(), "cancel enough")).body())
          .contains("Only members of");
      assertThat(events(stage)).isEqualTo(before);
      assertThat(Incident.rollbacks(people)).isEmpty();
      declares(people);
    }
  }

  private static void submits(Door door, Verb verb, String word) {
    JsonObject values =
        Json.createObjectBuilder()
            .add(
                "text",
                Json.createObjectBuilder().add("text", Forms.text("https://example.org/proof")))
            .build();
    Door.Answer answer =
        door.posts(Door.submission(STAKEHOLDER, "dialog:" + word, "1|gateway|1", values));
    assertThat(answer.status()).as("%s", verb).isEqualTo(200);
    if (verb != Verb.LOG && verb != Verb.GUIDE) {
      assertThat(answer.body()).as("%s", verb).isNotEmpty();
    }
  }

  private static void declares(People people) {
    people.types(STAKEHOLDER, INCIDENTS, "/rollback factory staging");
    people.submits(STAKEHOLDER, Map.of("description", Forms.text("Let me")));
    assertThat(people.modal(STAKEHOLDER).toString()).contains("Only members of");
  }

  private static int events(Stage stage) throws Exception {
    String url = "jdbc:sqlite:" + stage.folder().resolve("rollback-bot.db");
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet count =
            statement.executeQuery(
                "select count(*) from incident_event where actor = 'U0STAKEHOLD'")) {
      count.next();
      return count.getInt(1);
    }
  }
}

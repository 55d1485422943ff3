package dev.rollbackbot.story;

import static dev.rollbackbot.story.People.APPROVER;
import static dev.rollbackbot.story.People.INCIDENTS;
import static dev.rollbackbot.story.People.REQUESTER;
import static dev.rollbackbot.story.People.STAKEHOLDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Stage;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Everything that people do is delivered again and again: once is what it does. */
final class DuplicatesTest {
  /** Four things over two transports: ten thousand deliveries in all. */
  private static final int FEW = 1_250;

  private static final int MANY = 10_000;

  @Test
  void over_http() throws Exception {
    try (Stage stage = Stage.quick()) {
      new Flood(stage, FEW, "HTTP").plays();
    }
  }

  @Test
  void in_socket_mode() throws Exception {
    try (Stage stage = Stage.quickSocket()) {
      new Flood(stage, FEW, "Socket Mode").plays();
    }
  }

  @Test
  @Tag("thorough")
  void ten_thousand_of_each_over_http() throws Exception {
    try (Stage stage = Stage.quick()) {
      new Flood(stage, MANY, "HTTP").plays();
    }
  }

  @Test
  @Tag("thorough")
  void ten_thousand_of_each_in_socket_mode() throws Exception {
    try (Stage stage = Stage.quickSocket()) {
      new Flood(stage, MANY, "Socket Mode").plays();
    }
  }

  /** One conversation; four things in it are delivered so many times. */
  private record Flood(Stage stage, int times, String transport) {
    void plays() throws Exception {
      People people = stage.people();
      flooded("a command", () -> people.types(REQUESTER, INCIDENTS, "/rollback factory"));
      assertThat(people.sees(REQUESTER).getJsonArray("views")).hasSize(1);
      flooded(
          "a form",
          () -> people.submits(REQUESTER, Map.of("description", Forms.text("Pages answer 500"))));
      Incident incident = new Incident(people, people.channel("inc-1-factory"));
      incident.reads("4 of 5 done");
      incident.presses(REQUESTER, "Done");
      String approve = incident.approve();
      flooded("a click that is refused", () -> incident.presses(STAKEHOLDER, approve));
      incident.isTold(STAKEHOLDER, "Only members of");
      flooded("a click", () -> incident.presses(APPROVER, approve));
      Story.check(people, incident.channel());

      assertThat(Incident.rollbacks(people)).containsExactly("gateway", "planning-machine", "ui");
      assertThat(people.whispers(STAKEHOLDER, incident.channel())).hasSize(1);
      assertThat(people.whispers(APPROVER, incident.channel())).isEmpty();
      assertThat(types()).containsOnlyOnce("Declared", "Approved");
      for (String said : List.of("# INC-1", "approved plan", "“Roll back gateway”: v42 → v41")) {
        assertThat(incident.text().split(said, -1)).as(said).hasSize(2);
      }
    }

    private void flooded(String what, Supplier<Object> act) {
      stage.sandbox().slackFaults().deliver(times);
      long start = System.nanoTime();
      assertThat(act.get()).isNotNull();
      stage.sandbox().slackFaults().deliver(1);
      System.out.printf(
          "DuplicatesTest: %s %,d times over %s in %d ms%n",
          what, times, transport, Duration.ofNanos(System.nanoTime() - start).toMillis());
    }

    /** The types of all events, in order. */
    private List<String> types() throws Exception {
      String url = "jdbc:sqlite:" + stage.folder().resolve("rollback-bot.db");
      List<String> out = new ArrayList<>();
      try (var connection = DriverManager.getConnection(url);
          var statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery("select type from incident_event order by sequence")) {
        while (rows.next()) {
          out.add(rows.getString(1));
        }
      }
      return out;
    }
  }
}

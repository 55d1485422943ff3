package dev.rollbackbot.story;

import static dev.rollbackbot.story.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.SandboxUsers.REQUESTER;
import static dev.rollbackbot.story.SandboxUsers.STAKEHOLDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
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
final class DuplicateDeliveriesTest {
  /** Four things over two transports: ten thousand deliveries in all. */
  private static final int FEW = 1_250;

  private static final int MANY = 10_000;

  @Test
  void over_http() throws Exception {
    try (SandboxFixture sandboxFixture = SandboxFixture.quick()) {
      new RepeatedDeliveries(sandboxFixture, FEW, "HTTP").plays();
    }
  }

  @Test
  void in_socket_mode() throws Exception {
    try (SandboxFixture sandboxFixture = SandboxFixture.quickSocket()) {
      new RepeatedDeliveries(sandboxFixture, FEW, "Socket Mode").plays();
    }
  }

  @Test
  @Tag("thorough")
  void ten_thousand_of_each_over_http() throws Exception {
    try (SandboxFixture sandboxFixture = SandboxFixture.quick()) {
      new RepeatedDeliveries(sandboxFixture, MANY, "HTTP").plays();
    }
  }

  @Test
  @Tag("thorough")
  void ten_thousand_of_each_in_socket_mode() throws Exception {
    try (SandboxFixture sandboxFixture = SandboxFixture.quickSocket()) {
      new RepeatedDeliveries(sandboxFixture, MANY, "Socket Mode").plays();
    }
  }

  /** One conversation; four things in it are delivered so many times. */
  private record RepeatedDeliveries(SandboxFixture sandboxFixture, int times, String transport) {
    void plays() throws Exception {
      SandboxUsers sandboxUsers = sandboxFixture.sandboxUsers();
      flooded("a command", () -> sandboxUsers.types(REQUESTER, INCIDENTS, "/rollback factory"));
      assertThat(sandboxUsers.sees(REQUESTER).getJsonArray("views")).hasSize(1);
      flooded(
          "a form",
          () ->
              sandboxUsers.submits(
                  REQUESTER, Map.of("description", ModalInput.text("Pages answer 500"))));
      IncidentConversation incidentConversation =
          new IncidentConversation(sandboxUsers, sandboxUsers.channel("inc-1-factory"));
      incidentConversation.reads("4 of 5 done");
      incidentConversation.presses(REQUESTER, "Done");
      String approve = incidentConversation.approve();
      flooded("a click that is refused", () -> incidentConversation.presses(STAKEHOLDER, approve));
      incidentConversation.isTold(STAKEHOLDER, "Only members of");
      flooded("a click", () -> incidentConversation.presses(APPROVER, approve));
      UsualRollback.check(sandboxUsers, incidentConversation.channel());

      assertThat(IncidentConversation.rollbacks(sandboxUsers))
          .containsExactly("gateway", "planning-machine", "ui");
      assertThat(sandboxUsers.whispers(STAKEHOLDER, incidentConversation.channel())).hasSize(1);
      assertThat(sandboxUsers.whispers(APPROVER, incidentConversation.channel())).isEmpty();
      assertThat(types()).containsOnlyOnce("Declared", "Approved");
      for (String said : List.of("# INC-1", "approved plan", "“Roll back gateway”: v42 → v41")) {
        assertThat(incidentConversation.text().split(said, -1)).as(said).hasSize(2);
      }
    }

    private void flooded(String what, Supplier<Object> act) {
      sandboxFixture.sandbox().slackFaults().deliver(times);
      long start = System.nanoTime();
      assertThat(act.get()).isNotNull();
      sandboxFixture.sandbox().slackFaults().deliver(1);
      System.out.printf(
          "DuplicatesTest: %s %,d times over %s in %d ms%n",
          what, times, transport, Duration.ofNanos(System.nanoTime() - start).toMillis());
    }

    /** The types of all events, in order. */
    private List<String> types() throws Exception {
      String url = "jdbc:sqlite:" + sandboxFixture.folder().resolve("rollback-bot.db");
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

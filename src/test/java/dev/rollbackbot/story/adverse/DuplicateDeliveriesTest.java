package dev.rollbackbot.story.adverse;

import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static dev.rollbackbot.story.fixture.SandboxUsers.STAKEHOLDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.story.fixture.BotDatabase;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.ModalInput;
import dev.rollbackbot.story.fixture.SandboxUsers;
import dev.rollbackbot.story.fixture.UsualRollback;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Payloads that are delivered many times take effect once. */
final class DuplicateDeliveriesTest {
  /** Four payloads over two transports: ten thousand deliveries in all. */
  private static final int FEW = 1_250;

  private static final int MANY = 10_000;

  @Test
  void over_http() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      new RepeatedDeliveries(fixture, FEW, "HTTP").run();
    }
  }

  @Test
  void in_socket_mode() {
    try (SandboxFixture fixture = SandboxFixture.quickSocket()) {
      new RepeatedDeliveries(fixture, FEW, "Socket Mode").run();
    }
  }

  @Test
  @Tag("thorough")
  void ten_thousand_of_each_over_http() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      new RepeatedDeliveries(fixture, MANY, "HTTP").run();
    }
  }

  @Test
  @Tag("thorough")
  void ten_thousand_of_each_in_socket_mode() {
    try (SandboxFixture fixture = SandboxFixture.quickSocket()) {
      new RepeatedDeliveries(fixture, MANY, "Socket Mode").run();
    }
  }

  /** One rollback; four of its payloads are delivered that many times. */
  private record RepeatedDeliveries(SandboxFixture fixture, int times, String transport) {
    void run() {
      SandboxUsers users = fixture.sandboxUsers();
      repeated("a command", () -> users.types(REQUESTER, INCIDENTS, "/rollback factory"));
      users.modal(REQUESTER);
      assertThat(users.sees(REQUESTER).getJsonArray("views")).hasSize(1);
      repeated(
          "a form",
          () ->
              users.submits(REQUESTER, Map.of("description", ModalInput.text("Pages answer 500"))));
      IncidentConversation incident =
          new IncidentConversation(users, users.channel("inc-1-factory"));
      incident.reads("4 of 5 done");
      incident.presses(REQUESTER, "Done");
      String approve = incident.approve();
      repeated("a click that is refused", () -> incident.presses(STAKEHOLDER, approve));
      incident.isTold(STAKEHOLDER, "Only members of");
      repeated("a click", () -> incident.presses(APPROVER, approve));
      UsualRollback.check(users, incident.channel());

      assertThat(IncidentConversation.rollbacks(users))
          .containsExactly("gateway", "planning-machine", "ui");
      assertThat(users.ephemerals(STAKEHOLDER, incident.channel())).hasSize(1);
      assertThat(users.ephemerals(APPROVER, incident.channel())).isEmpty();
      assertThat(BotDatabase.column(fixture, "select type from incident_event"))
          .containsOnlyOnce("IncidentDeclared", "Approved");
      List.of("# INC-1", "approved plan", "“Roll back gateway”: v42 → v41")
          .forEach(incident::saysOnce);
    }

    private void repeated(String what, Supplier<Object> action) {
      fixture.sandbox().slackFaults().deliver(times);
      long start = System.nanoTime();
      assertThat(action.get()).isNotNull();
      fixture.sandbox().slackFaults().deliver(1);
      System.out.printf(
          "DuplicateDeliveriesTest: %s %,d times over %s in %d ms%n",
          what, times, transport, Duration.ofNanos(System.nanoTime() - start).toMillis());
    }
  }
}

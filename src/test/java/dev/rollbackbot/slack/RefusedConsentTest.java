package dev.rollbackbot.slack;

import static dev.rollbackbot.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.SituationExamples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who presses a button that isn't for them uses up nothing that others need to consent. */
final class RefusedConsentTest {
  private static final Channel HERE = new Channel(SlackAdapterFixture.INCIDENTS, "incidents", true);
  private static final int OFTEN = 5;

  private SlackAdapterFixture fixture;
  private String panel = "";

  @BeforeEach
  void start() throws Exception {
    fixture = new SlackAdapterFixture();
    Incident incident = holds("AwaitingApproval (HIGH)");
    fixture.deliver(incident, new Effect.Refresh(Effect.LiveMessage.PANEL));
    panel = fixture.incidents.find(incident.id(), "panel").orElseThrow().ts();
  }

  private Incident holds(String situation) {
    Incident example = SituationExamples.incidents().get(situation);
    Incident incident = example.with(example.details().inChannel(HERE));
    fixture.incidents.hold(incident);
    return incident;
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private void presses(String person) {
    int before = fixture.ephemerals(person).size();
    fixture.press(person, SlackAdapterFixture.INCIDENTS, panel, "approve");
    await().until(() -> fixture.ephemerals(person).size() > before);
  }

  private long readings() {
    return fixture.calls().stream().filter("usergroups.users.list"::equals).count();
  }

  private void approves() {
    fixture.press(SlackAdapterFixture.APPROVER, SlackAdapterFixture.INCIDENTS, panel, "approve");
    await()
        .until(() ->
            fixture.incidents.commands.stream()
                .anyMatch(c ->
                    c instanceof Command.Approve approve
                        && approve.by().id().equals(SlackAdapterFixture.APPROVER)));
  }

  @Test
  void what_no_role_would_change_reads_the_groups_once_in_some_seconds() {
    holds("RollingBack");
    presses(SlackAdapterFixture.APPROVER);
    long before = readings();
    for (int i = 0; i < OFTEN; i++) {
      presses(SlackAdapterFixture.APPROVER);
    }
    assertThat(readings()).isEqualTo(before);
    holds("AwaitingApproval (HIGH)");
    approves();
    assertThat(readings()).isGreaterThan(before);
  }

  @Test
  void a_person_without_the_role_reads_the_groups_once_in_some_seconds() {
    presses(SlackAdapterFixture.STAKEHOLDER);
    long once = readings();
    for (int i = 1; i < OFTEN; i++) {
      presses(SlackAdapterFixture.STAKEHOLDER);
    }
    assertThat(readings()).isEqualTo(once);
    assertThat(fixture.ephemerals(SlackAdapterFixture.STAKEHOLDER).getLast())
        .contains("Only members of");
    approves();
    assertThat(readings()).isGreaterThan(once);
  }
}

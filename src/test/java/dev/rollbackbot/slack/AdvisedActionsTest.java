package dev.rollbackbot.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.SituationExamples;
import jakarta.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A refusal brings the buttons of what it advises; what isn't known to be stored is told so. */
class AdvisedActionsTest {
  private static final String PERSON = SlackAdapterFixture.REQUESTER;
  private static final Channel HERE = new Channel(SlackAdapterFixture.INCIDENTS, "incidents", true);

  private SlackAdapterFixture fixture;

  @BeforeEach
  void start() throws Exception {
    fixture = new SlackAdapterFixture();
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private Incident holds(String situation) {
    Incident example = SituationExamples.incidents().get(situation);
    Incident incident = example.with(example.details().inChannel(HERE));
    fixture.incidents.hold(incident);
    return incident;
  }

  private JsonObject newestEphemeral() {
    await().until(() -> !fixture.ephemerals(PERSON).isEmpty());
    List<JsonObject> all =
        fixture.messages(PERSON, SlackAdapterFixture.INCIDENTS).stream()
            .filter(m -> m.getBoolean("ephemeral", false))
            .toList();
    return all.getLast();
  }

  private String panel(Incident incident) {
    fixture.deliver(incident, new Effect.Refresh(Effect.LiveMessage.PANEL));
    return fixture.incidents.find(incident.id(), "panel").orElseThrow().ts();
  }

  @Test
  void a_refused_word_brings_the_button_which_does_it() {
    holds("RollingBack");
    fixture.slash(PERSON, "cancel INC-12 enough");
    JsonObject refusal = newestEphemeral();
    assertThat(refusal.toString()).contains("Stop after this step first, then cancel");
    fixture.press(PERSON, SlackAdapterFixture.INCIDENTS, refusal.getString("ts"), "stop_after");
    assertThat(fixture.incidents.commands.getLast()).isInstanceOf(Command.StopAfterStep.class);
  }

  @Test
  void a_refused_form_brings_it_above_itself_and_says_that_it_is_done() {
    Incident preparing = holds("Preparing (surveying)");
    fixture.press(PERSON, SlackAdapterFixture.INCIDENTS, panel(preparing), "cancel");
    JsonObject form = fixture.views(PERSON).getLast();
    holds("RollingBack");
    fixture.submit(
        PERSON, form, "{'text':{'text':{'type':'plain_text_input','value':'A false start'}}}");
    JsonObject notice = fixture.views(PERSON).getLast();
    assertThat(notice.toString()).contains("Stop after this step first", "stop_after");
    JsonObject pressed =
        fixture.act(
            PERSON,
            "{'type':'view_action','view_id':'%s','block_id':'advice','action_id':'stop_after'}"
                .formatted(notice.getString("id")));
    assertThat(pressed.getBoolean("ok")).as("%s", pressed).isTrue();
    assertThat(fixture.incidents.commands.getLast()).isInstanceOf(Command.StopAfterStep.class);
    await().until(() -> fixture.views(PERSON).getLast().toString().contains("That is done."));
    assertThat(fixture.views(PERSON)).hasSize(2);
  }

  @Test
  void a_button_of_a_refusal_can_open_a_form() {
    holds("Monitoring");
    fixture.slash(PERSON, "cancel INC-12 enough");
    JsonObject refusal = newestEphemeral();
    fixture.press(PERSON, SlackAdapterFixture.INCIDENTS, refusal.getString("ts"), "close");
    assertThat(fixture.views(PERSON).getLast().toString()).contains("Close INC-12");
  }

  @Test
  void a_lost_commit_is_neither_told_as_stored_nor_as_not_stored() {
    Incident preparing = holds("AwaitingApproval (HIGH)");
    String panel = panel(preparing);
    fixture.incidents.unanswered = true;
    fixture.press(SlackAdapterFixture.APPROVER, SlackAdapterFixture.INCIDENTS, panel, "approve");
    await().until(() -> !fixture.ephemerals(SlackAdapterFixture.APPROVER).isEmpty());
    assertThat(fixture.ephemerals(SlackAdapterFixture.APPROVER).getLast())
        .contains("It isn't known whether this was stored")
        .doesNotContain("Nothing was");
  }
}

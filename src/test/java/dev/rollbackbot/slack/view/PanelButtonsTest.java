package dev.rollbackbot.slack.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.slack.api.model.block.element.ButtonElement;
import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.ConversationDriver;
import dev.rollbackbot.incident.Decision;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.RejectionCode;
import dev.rollbackbot.incident.Role;
import dev.rollbackbot.incident.SampleIncident;
import dev.rollbackbot.incident.SituationExamples;
import dev.rollbackbot.incident.decider.Incidents;
import dev.rollbackbot.slack.view.action.PanelAction;
import dev.rollbackbot.slack.view.panel.Panel;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** No button of the panel is rejected in the state that shows it. */
@Pure
final class PanelButtonsTest {
  private static final Instant NOW = SampleIncident.START.plus(Duration.ofMinutes(4));
  private static final Actor ACTOR = new Actor("U9", Set.of(Role.RESPONDER, Role.APPROVER));
  private static final Set<RejectionCode> POINTLESS =
      EnumSet.of(
          RejectionCode.NOT_NOW,
          RejectionCode.STALE,
          RejectionCode.UNKNOWN_THING,
          RejectionCode.INCOMPLETE);

  @Test
  void no_button_that_acts_at_once_is_pointless_in_the_state_that_shows_it() {
    SituationExamples.incidents().forEach(PanelButtonsTest::assertNoPointlessButton);
  }

  @Test
  void what_is_live_already_is_not_said_to_change() {
    ConversationDriver driver =
        ConversationDriver.blocked().does(SampleIncident.RESPONDER, Command.MakeNewPlan::new);
    driver.surveyEnds(SampleIncident.surveyed("v41", "v42"));
    String confirmed =
        RenderedJson.buttons(
                Panel.blocks(driver.incident.orElseThrow(), NOW, RenderedJson.MENTIONS))
            .stream()
            .filter(button -> button.getText().getText().startsWith("Approve"))
            .map(button -> button.getConfirm().getText().getText())
            .findFirst()
            .orElseThrow();
    assertThat(confirmed)
        .contains("shop-api: v41 is live already, nothing is done")
        .doesNotContain("v41 → v41");
  }

  /** Buttons that type a word for a person only show something. */
  private static void assertNoPointlessButton(String situation, Incident incident) {
    for (ButtonElement button :
        RenderedJson.buttons(Panel.blocks(incident, NOW, RenderedJson.MENTIONS))) {
      if (button.getActionId().startsWith("typed:")) {
        continue;
      }
      PanelAction panelAction = PanelAction.of(button.getActionId()).orElseThrow();
      if (!panelAction.opensModal()) {
        Command command =
            panelAction.command(button.getValue(), NOW, ACTOR, Map.of()).orElseThrow();
        boolean pointless =
            Incidents.decide(Optional.of(incident), command) instanceof Decision.Rejected r
                && POINTLESS.contains(r.code());
        assertThat(pointless).as("%s in %s", button.getText().getText(), situation).isFalse();
      }
    }
  }
}

package dev.rollbackbot.slack.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.slack.api.model.block.element.ButtonElement;
import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Decision;
import dev.rollbackbot.incident.EverySituation;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.Incidents;
import dev.rollbackbot.incident.Reason;
import dev.rollbackbot.incident.Role;
import dev.rollbackbot.incident.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The panel offers only what fits the state. */
@Pure
final class ButtonsTest {
  private static final Instant NOW = Sample.START.plus(Duration.ofMinutes(4));
  private static final Actor ANYBODY = new Actor("U9", Set.of(Role.RESPONDER, Role.APPROVER));
  private static final Set<Reason> POINTLESS =
      EnumSet.of(Reason.NOT_NOW, Reason.STALE, Reason.UNKNOWN_THING, Reason.INCOMPLETE);

  @Test
  void every_button_that_acts_at_once_means_something_in_the_state_that_shows_it() {
    EverySituation.incidents().forEach(ButtonsTest::fit);
  }

  private static void fit(String situation, Incident state) {
    for (ButtonElement b : Drawn.buttons(Panel.blocks(state, NOW, Drawn.NAMES))) {
      Verb verb = Verb.of(b.getActionId()).orElseThrow();
      if (!verb.opensDialog()) {
        Command command = verb.command(b.getValue(), NOW, ANYBODY, Map.of()).orElseThrow();
        boolean pointless =
            Incidents.decide(Optional.of(state), command) instanceof Decision.Rejected r
                && POINTLESS.contains(r.reason());
        assertThat(pointless).as("%s in %s", b.getText().getText(), situation).isFalse();
      }
    }
  }
}

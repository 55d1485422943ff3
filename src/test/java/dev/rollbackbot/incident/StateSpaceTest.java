package dev.rollbackbot.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.promises.TestUsers;
import dev.rollbackbot.runbook.Severity;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every state of the conversation under every command of everybody, for a small runbook: no promise
 * is broken on any transition, and every state has a way to an end.
 *
 * <p>What makes it finite stands at {@link StateCanonicalizer}; nothing else is bounded: people
 * retry, pause, plan anew, take the next method and reopen without limit. The clock stands still
 * and things take no time to spread: a time decides only whether the wait to spread is over and
 * whether the day of the post-mortem is a sensible one, and both are tried on either side.
 */
final class StateSpaceTest {
  @Test
  void no_promise_is_broken_wherever_a_critical_incident_goes() {
    explore(0, false, true, Severity.CRITICAL);
  }

  @Test
  void no_promise_is_broken_wherever_a_watched_incident_goes() {
    explore(0, false, false, Severity.HIGH);
  }

  @Tag("thorough")
  @Test
  void no_promise_is_broken_whatever_was_rolled_back_before() {
    explore(1, true, true, Severity.CRITICAL);
  }

  @Tag("thorough")
  @Test
  void no_promise_is_broken_with_the_bots_own_items_running() {
    explore(0, true, false, Severity.HIGH);
  }

  private static void explore(int earlier, boolean logs, boolean affecting, Severity severity) {
    long began = System.nanoTime();
    StateSpaceExploration all = new StateSpaceExploration(earlier);
    all.from(
        new Command.Declare(
            SampleIncident.START,
            TestUsers.REQUESTER,
            new IncidentId(12),
            SmallRunbook.with(logs),
            SampleIncident.declaration(affecting, severity)));
    System.out.printf(
        "%s: %,d states, %,d transitions of %,d commands tried, %,d ms%n",
        severity,
        all.states(),
        all.transitions(),
        all.decided(),
        Duration.ofNanos(System.nanoTime() - began).toMillis());
    assertThat(all.stuck(s -> s instanceof State.Ended)).as("no way to any end").isEmpty();
    assertThat(all.stuck(s -> s instanceof State.Resolved)).as("no way to RESOLVED").isEmpty();
    assertThat(all.situations()).hasSize(affecting ? 11 : 12);
  }
}

package dev.rollbackbot.slack.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.CloseReason;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Role;
import dev.rollbackbot.incident.Stage;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a person saw decides what their command can mean. */
@Pure
final class StageTest {
  private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");
  private static final Actor ANNA = new Actor("U1", Set.of(Role.RESPONDER));
  private static final Stage SEEN = new Stage(7, 1, 0, 2);

  private static final Command CLOSE = new Command.Close(NOW, ANNA, CloseReason.ROLLED_BACK, "");
  private static final Command RESUME = new Command.Resume(NOW, ANNA);
  private static final Command APPROVE = new Command.Approve(NOW, ANNA, "7f3a");
  private static final Command CONFIRM_CHECK = new Command.ConfirmCheck(NOW, ANNA, "", "smoke", "");
  private static final Command CHANGE_METHOD = new Command.ChangeMethod(NOW, ANNA, "b");
  private static final Command PAUSE = new Command.Pause(NOW, ANNA);
  private static final Command CANCEL = new Command.Cancel(NOW, ANNA, "no need");
  private static final Command DONE_ITEM = new Command.ConfirmItem(NOW, ANNA, "screenshot", "");
  private static final Command POST_AGAIN = new Command.PostAgain(NOW, ANNA);

  private static final List<Command> ALL =
      List.of(
          CLOSE,
          RESUME,
          APPROVE,
          CONFIRM_CHECK,
          CHANGE_METHOD,
          PAUSE,
          CANCEL,
          DONE_ITEM,
          POST_AGAIN);

  private static List<Command> allowed(Stage now, boolean waited) {
    return ALL.stream().filter(command -> SEEN.allows(command, now, waited)).toList();
  }

  @Test
  void while_nothing_has_changed_everything_counts() {
    assertThat(allowed(SEEN, true)).isEqualTo(ALL);
  }

  @Test
  void after_a_change_of_state_only_what_that_state_does_not_matter_to_counts() {
    Stage now = new Stage(8, 1, 0, 2);
    assertThat(allowed(now, false))
        .containsExactly(CONFIRM_CHECK, CHANGE_METHOD, PAUSE, CANCEL, DONE_ITEM, POST_AGAIN);
    assertThat(allowed(now, true)).containsExactly(PAUSE, CANCEL, DONE_ITEM, POST_AGAIN);
  }

  @Test
  void of_another_rollback_nothing_was_checked() {
    assertThat(allowed(new Stage(7, 2, 0, 2), false)).doesNotContain(CONFIRM_CHECK);
  }

  @Test
  void after_a_reopening_only_what_names_what_was_seen_counts() {
    assertThat(allowed(new Stage(9, 2, 1, 2), false)).containsExactly(POST_AGAIN);
  }

  @Test
  void a_pause_is_taken_back_by_nobody_who_saw_another_one() {
    assertThat(allowed(new Stage(7, 1, 0, 4), false)).doesNotContain(RESUME).contains(PAUSE);
  }

  @Test
  void it_is_read_as_it_was_written_and_nothing_else_is_read() {
    assertThat(Stage.decode(SEEN.encoded())).contains(SEEN);
    for (String other : List.of("", "7", "7.1.0", "7.1.0.2.3", "7.1.0.x", "9999999.1.0.2")) {
      assertThat(Stage.decode(other)).isEmpty();
    }
  }
}

package dev.rollbackbot.slack.view.panel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.commit.Commit;
import dev.rollbackbot.incident.commit.UndoneCommits;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the card says of the commits that a change undoes. */
@Pure
final class UndoneCommitsTextTest {
  private static final Commit ONE =
      new Commit("3f9c2d1ab0", List.of(), "Faster <!here>", "Dora", Instant.EPOCH);

  private static String text(int count, int returning, Commit... newest) {
    return ChangeText.commits(
        new UndoneCommits(
            count, returning, List.of(newest), Optional.empty(), Optional.of("https://x")));
  }

  @Test
  void those_that_are_listed_and_how_many_more_there_are() {
    assertThat(text(7, 0, ONE))
        .isEqualTo("_Commits undone:_ 7: 3f9c2d1, “Faster &lt;!here&gt;”, by Dora and 6 more");
  }

  @Test
  void none_is_listed() {
    assertThat(text(230, 0)).isEqualTo("_Commits undone:_ 230");
  }

  @Test
  void those_that_become_live_again() {
    assertThat(text(0, 1)).isEqualTo("_Commits undone:_ 0; not live now, and live then: 1 other");
    assertThat(text(1, 2, ONE)).endsWith("by Dora; not live now, and live then: 2 others");
  }

  @Test
  void that_it_is_not_known_and_why() {
    assertThat(ChangeText.commits(UndoneCommits.unknown("GitHub was not reached.")))
        .isEqualTo("_Which commits are undone is not known:_ GitHub was not reached.");
  }
}

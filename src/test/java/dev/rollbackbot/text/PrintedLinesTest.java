package dev.rollbackbot.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import org.junit.jupiter.api.Test;

@Pure
final class PrintedLinesTest {
  private static final int MOST = 40;

  private final PrintedLines lines = new PrintedLines(true);

  @Test
  void each_line_is_given_once() {
    assertThat(lines.next("", MOST)).isEmpty();
    assertThat(lines.next("one\ntwo\n", MOST)).contains("one\ntwo");
    assertThat(lines.next("one\ntwo\n", MOST)).isEmpty();
    assertThat(lines.next("one\ntwo\nthree\n", MOST)).contains("three");
  }

  @Test
  void it_goes_on_where_it_was_when_the_beginning_is_gone() {
    assertThat(lines.next("one\ntwo\n", MOST)).isPresent();
    assertThat(lines.next("[The beginning is left out.]\none\ntwo\nthree\n", MOST))
        .contains("three");
    assertThat(lines.next("quite another\n", MOST)).hasValueSatisfying(this::perhapsAgain);
  }

  private void perhapsAgain(String given) {
    assertThat(given).startsWith("[Before this, lines may be left out");
  }

  @Test
  void lines_that_repeat_hide_nothing_without_saying_so() {
    String waits = "waiting\n".repeat(50);
    assertThat(lines.next("begun\n" + waits, 2_000)).isPresent();
    // Whether the same number of new lines came after the step nobody can tell.
    assertThat(lines.next("[The beginning is left out.]\n" + waits + "copied\n" + waits, 2_000))
        .hasValueSatisfying(given -> {
          perhapsAgain(given);
          assertThat(given).endsWith("copied\n" + waits.strip());
        });
  }

  @Test
  void a_window_that_moved_goes_on_where_it_was() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      text.append("line ").append(i).append('\n');
    }
    assertThat(lines.next(text.toString(), MOST)).isPresent();
    String moved = text.substring(text.indexOf("line 20\n")) + "line 100\n";
    assertThat(lines.next("[The beginning is left out.]\n" + moved, MOST)).contains("line 100");
  }

  @Test
  void a_last_line_that_changes_does_not_bring_the_others_again() {
    assertThat(lines.next("[host] state 0", MOST)).contains("[host] state 0");
    assertThat(lines.next("one\n[host] state 1", MOST)).contains("one\n[host] state 1");
    assertThat(lines.next("one\ntwo\n[host] state 2", MOST)).contains("two\n[host] state 2");
  }

  @Test
  void of_too_much_the_end_is_given_in_whole_lines() {
    String text = "a line of the beginning\n" + "x".repeat(20) + "\n" + "y".repeat(18) + "\n";
    assertThat(lines.next(text, MOST))
        .hasValueSatisfying(given ->
            assertThat(given)
                .startsWith("[Lines are left out here.")
                .endsWith("\n" + "x".repeat(20) + "\n" + "y".repeat(18)));
    assertThat(lines.next(text + "z".repeat(50) + "\n", MOST))
        .hasValueSatisfying(given -> assertThat(given).startsWith("[Lines").doesNotContain("zz"));
  }

  @Test
  void what_another_bot_may_have_shown_is_not_given_again() {
    PrintedLines later = new PrintedLines(false);
    assertThat(later.next("one\ntwo\n", MOST))
        .contains("[What it printed before is attached when it has ended.]");
    assertThat(later.next("one\ntwo\nthree\n", MOST)).contains("three");
  }

  @Test
  void the_last_lines_are_five_and_none_is_long() {
    assertThat(PrintedLines.last("1\n2\n3\n4\n5\n6\n" + "x".repeat(200) + "\n\n"))
        .isEqualTo("3\n4\n5\n6\n" + "x".repeat(160) + "…");
  }
}

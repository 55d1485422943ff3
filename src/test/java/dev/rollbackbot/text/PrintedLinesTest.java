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
    assertThat(lines.next("quite another\n", MOST)).contains("quite another");
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

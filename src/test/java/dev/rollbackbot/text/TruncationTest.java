package dev.rollbackbot.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TruncationTest {
  @Test
  void a_text_is_never_too_long_and_no_character_is_cut_in_half() {
    assertThat(Truncation.truncate("rollback", 8)).isEqualTo("rollback");
    assertThat(Truncation.truncate("rollbacks", 8)).isEqualTo("rollbac…");
    assertThat(Truncation.truncate("rollba\uD83D\uDE80s", 8)).isEqualTo("rollba…");
  }

  @Test
  void one_line_has_no_control_characters() {
    assertThat(Truncation.oneLine(" a\r\n\u0000b\t ", 8)).isEqualTo("a b");
  }
}

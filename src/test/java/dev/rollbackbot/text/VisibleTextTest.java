package dev.rollbackbot.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import org.junit.jupiter.api.Test;

@Pure
final class VisibleTextTest {
  @Test
  void what_turns_the_text_around_or_is_invisible_is_left_out() {
    assertThat(VisibleText.of("a\u202Eb\u2066c\u200Bd\uFEFFe\u00ADf\u0007g\u001B[31mh\u0085\r"))
        .isEqualTo("abcdefg[31mh");
  }

  @Test
  void lines_tabs_and_writings_stay() {
    assertThat(VisibleText.of("a\n\tb\u2028c")).isEqualTo("a\n\tb\nc");
    assertThat(VisibleText.of("नमस्ते 👩‍🚒 עברית é")).isEqualTo("नमस्ते 👩‍🚒 עברית é");
  }

  @Test
  void no_code_unit_stays_that_is_no_character() {
    assertThat(VisibleText.of("a\uD83Db")).isEqualTo("a\uFFFDb");
  }

  @Test
  void of_all_characters_no_control_and_no_override_stays() {
    StringBuilder all = new StringBuilder();
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      all.appendCodePoint(c);
    }
    assertThat(
            VisibleText.of(all.toString())
                .codePoints()
                .filter(c ->
                    Character.getType(c) == Character.CONTROL
                        || Character.getType(c) == Character.FORMAT)
                .distinct())
        .containsExactly(0x9, 0xA, 0x200C, 0x200D);
  }
}

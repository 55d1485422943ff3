package dev.rollbackbot.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SuggestionsTest {
  private static final List<String> KNOWN =
      List.of("status", "production", "cannot_undo", "web", "staging");

  @ParameterizedTest
  @CsvSource({
    "statsu, status",
    "prodution, production",
    "STATUS, status",
    "Cannot-Undo, cannot_undo",
    "wep, web",
    "prod, production",
    "sta,",
    "p,",
    "elsewhere,"
  })
  void the_closest_word_is_suggested_or_the_only_one_with_that_prefix(
      String word, @Nullable String meant) {
    assertThat(Suggestions.closest(word, KNOWN)).isEqualTo(Optional.ofNullable(meant));
  }

  @Test
  void a_text_longer_than_any_word_is_not_compared() {
    assertThat(Suggestions.closest("status".repeat(10_000), KNOWN)).isEmpty();
  }
}

package dev.rollbackbot.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Pure
class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "30, PT30S",
    "0, PT0S",
    "999999999, PT24H",
    "9999999999999999999,",
    "-4,",
    "soon,",
    "'Sun, 01 Mar 2026 10:00:20 GMT', PT20S",
    "'Sun, 01 Mar 2026 09:00:00 GMT', PT0S"
  })
  void seconds_and_dates_are_parsed(String header, @Nullable Duration wait) {
    assertThat(RetryAfter.parse(header, NOW)).isEqualTo(Optional.ofNullable(wait));
  }
}

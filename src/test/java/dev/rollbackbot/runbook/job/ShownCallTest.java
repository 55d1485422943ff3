package dev.rollbackbot.runbook.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is run is what people see of it before they approve it. */
@Pure
final class ShownCallTest {
  private static final JobInput ANY =
      new JobInput("any", "Any", new JobInput.TextInput(".*"), Optional.empty());

  private static String call(String argument) {
    return new JobSpec.ProcessSpec(
            "deploy", List.of(argument), Optional.empty(), List.of(), Optional.empty())
        .summary(Map.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "main\u200B",
        "a\u202Enib/dab",
        "a\u2060b",
        "a\u00A0b",
        "a\u0007b",
        "a\tb",
        "x\u3164",
        "x\uFE0F",
        "\uDB40\uDC41x",
        "a\u200Db",
        "\uD800"
      })
  void a_value_that_can_not_be_seen_as_what_it_is_is_refused(String value) {
    assertThat(ANY.problem(value)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1.4.2", "über den Bergen", "日本", "a&b <c>", "it's"})
  void others_are_not(String value) {
    assertThat(ANY.problem(value)).isEmpty();
  }

  @Test
  void an_argument_of_the_runbook_shows_what_is_invisible_in_it() {
    assertThat(call("a\nb")).isEqualTo("deploy $'a\\nb'");
    assertThat(call("a\u202Eb'\\")).isEqualTo("deploy $'a\\U0000202Eb\\'\\\\'");
    assertThat(call("it's")).isEqualTo("deploy 'it'\\''s'");
  }
}

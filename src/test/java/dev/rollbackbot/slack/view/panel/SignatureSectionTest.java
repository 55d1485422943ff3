package dev.rollbackbot.slack.view.panel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import java.util.Set;
import org.junit.jupiter.api.Test;

@Pure
final class SignatureSectionTest {
  @Test
  void nobody_is_named_as_involved_where_nobody_is() {
    assertThat(SignatureSection.involved(Set.of()).spans()).isEmpty();
    assertThat(SignatureSection.involved(Set.of("U2", "U1")).plainText())
        .isEqualTo("\nInvolved, so not second: @U1, @U2");
  }
}

package dev.rollbackbot.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import org.junit.jupiter.api.Test;

@Pure
final class SecretListTest {
  @Test
  void what_stays_the_same_is_not_forgotten_for_what_is_replaced_again_and_again() {
    SecretList list = new SecretList();
    list.add("stays the same");
    for (int i = 0; i < 1_000; i++) {
      list.addRotated("rotated-" + i);
    }
    assertThat(list.longestFirst())
        .contains("stays the same", "stays+the+same", "rotated-999")
        .doesNotContain("rotated-0")
        .hasSizeLessThan(300);
  }
}

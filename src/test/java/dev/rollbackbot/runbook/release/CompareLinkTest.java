package dev.rollbackbot.runbook.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("pure")
final class CompareLinkTest {
  private static final CompareLink LINK =
      new CompareLink("https://git.example.com/shop/compare/{from}...{to}");

  @Test
  void the_older_one_comes_first() {
    assertThat(LINK.between("7ab1c94e", "9f2c81d4"))
        .contains("https://git.example.com/shop/compare/7ab1c94e...9f2c81d4");
  }

  @Test
  void of_an_image_the_tag_counts() {
    assertThat(LINK.between("registry.example.com:5000/shop/checkout:1.5.1", "checkout:1.6.0"))
        .contains("https://git.example.com/shop/compare/1.5.1...1.6.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../../admin", "a b", "a|b", "<script>", "main?x=", "-rf", "same"})
  void what_is_no_commit_and_no_tag_makes_no_link(String from) {
    assertThat(LINK.between(from, "same")).isEmpty();
    assertThat(LINK.between("same", from)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://git.example.com/{from}...{to}",
        "https://git.example.com/{from}",
        "javascript:{from}{to}"
      })
  void another_address_is_refused(String template) {
    assertThat(CompareLink.isTemplate(template)).isFalse();
    assertThatThrownBy(() -> new CompareLink(template))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(template);
  }
}

package dev.rollbackbot.sandbox.slack.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@Pure
class MessageEscapingTest {
  private static final Map<String, String> KNOWN =
      Map.of("@approver", "<@U1>", "#incidents", "<#C1|incidents>");

  private static String composed(String text) {
    return MessageEscaping.composed(text, mention -> Optional.ofNullable(KNOWN.get(mention)));
  }

  @Test
  void typed_text_is_escaped() {
    assertThat(composed("a < b && c > d")).isEqualTo("a &lt; b &amp;&amp; c &gt; d");
    assertThat(composed("<!channel> <@U1>")).isEqualTo("&lt;!channel&gt; &lt;@U1&gt;");
  }

  @Test
  void known_mentions_and_links_become_control_sequences() {
    assertThat(composed("@approver see #incidents, not @nobody"))
        .isEqualTo("<@U1> see <#C1|incidents>, not @nobody");
    assertThat(composed("look https://x.example/a?b=1&c=2 now"))
        .isEqualTo("look <https://x.example/a?b=1&amp;c=2> now");
    assertThat(composed("me@approver")).isEqualTo("me@approver");
  }

  @Test
  void text_of_an_app_keeps_its_control_sequences() {
    assertThat(
            MessageEscaping.sent("<@U1> <https://x|y> <!date^1^{time}|then> a & b < c &amp; &lt;"))
        .isEqualTo("<@U1> <https://x|y> <!date^1^{time}|then> a &amp; b &lt; c &amp; &lt;");
    assertThat(MessageEscaping.sent("> quoted")).isEqualTo("&gt; quoted");
  }
}

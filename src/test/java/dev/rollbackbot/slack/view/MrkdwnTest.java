package dev.rollbackbot.slack.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.slack.view.blockkit.BlockKitLimits;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import java.time.Instant;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@Pure
final class MrkdwnTest {
  private static String of(RichText richText) {
    return Mrkdwn.render(richText, RenderedJson.MENTIONS, new IncidentId(12));
  }

  private static String quoted(String text) {
    return of(RichText.of("").quote(text));
  }

  @Nested
  class quoted_text {
    @Test
    void mentions_nobody() {
      assertThat(quoted("<!channel> <@U1> <!subteam^S1>")).doesNotContain("<");
    }

    @Test
    void is_not_formatted() {
      assertThat(quoted("*bold* _it_ ~gone~ `code`"))
          .doesNotContain("*bold*")
          .doesNotContain("_it_")
          .doesNotContain("~gone~")
          .doesNotContain("`code`");
    }

    @Test
    void keeps_addresses_unchanged() {
      String link = "https://grafana.example:3000/d/a_b~c#panel-2";
      assertThat(quoted("see " + link + ", please")).contains(link);
    }

    @Test
    void keeps_names_with_underscores_unchanged() {
      assertThat(quoted("foundation_gateway v42: gone")).contains("foundation_gateway v42:");
    }

    @Test
    void shows_no_emoji() {
      assertThat(quoted("it is :fire: now")).doesNotContain(":fire:");
    }

    @Test
    void is_on_one_line() {
      assertThat(quoted("a\nb\r\nc")).doesNotContain("\n").doesNotContain("\r");
    }
  }

  @Test
  void a_known_group_is_mentioned_and_an_unknown_one_is_named() {
    assertThat(of(RichText.of("").group("@oncall"))).isEqualTo("<!subteam^S0ONCALL>");
    assertThat(of(RichText.of("").group("@nobody"))).contains("nobody").doesNotContain("<");
  }

  @Test
  void only_web_addresses_become_links() {
    assertThat(of(RichText.of("").link("https://a.example/x|y>", "log <1>")))
        .isEqualTo("<https://a.example/x%7Cy%3E|log &lt;1&gt;>");
    assertThat(of(RichText.of("").link("javascript:x", "log"))).isEqualTo("log");
  }

  @Test
  void a_time_has_its_day_because_a_message_is_read_on_other_days_too() {
    assertThat(of(RichText.of("").time(Instant.parse("2026-03-02T23:59:00Z"))))
        .isEqualTo("<!date^1772495940^{date_short_pretty} at {time}|2026-03-02 23:59 UTC>");
  }

  @Test
  void what_a_program_printed_is_one_block_that_nothing_in_it_ends() {
    RichText printed = RichText.of("It prints:\n").output("<!channel> ```\n*done* & out");
    assertThat(of(printed))
        .startsWith("It prints:\n```\n&lt;!channel&gt; ")
        .endsWith("\n*done* &amp; out\n```")
        .containsOnlyOnce("\n```\n&lt;");
    String bounded = of(RichText.EMPTY.output("&&&&&&&&&&\n".repeat(400) + "the end"));
    assertThat(bounded).hasSizeLessThan(BlockKitLimits.SECTION).endsWith("the end\n```");
  }

  @Test
  void an_empty_bold_text_is_empty() {
    assertThat(of(RichText.of("").bold(""))).isEmpty();
  }
}

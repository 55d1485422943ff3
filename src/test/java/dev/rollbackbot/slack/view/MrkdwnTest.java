package dev.rollbackbot.slack.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Prose as Slack's markup. */
@Pure
final class MrkdwnTest {
  private static String of(RichText richText) {
    return Mrkdwn.render(richText, RenderedJson.NAMES, new IncidentId(12));
  }

  private static String quoted(String text) {
    return of(new RichText(List.of()).quote(text));
  }

  @Nested
  class untrusted_text {
    @Test
    void can_t_mention_anybody() {
      assertThat(quoted("<!channel> <@U1> <!subteam^S1>")).doesNotContain("<");
    }

    @Test
    void are_not_formatted() {
      assertThat(quoted("*bold* _it_ ~gone~ `code`"))
          .doesNotContain("*bold*")
          .doesNotContain("_it_")
          .doesNotContain("~gone~")
          .doesNotContain("`code`");
    }

    @Test
    void keep_their_addresses_whole() {
      String link = "https://grafana.example:3000/d/a_b~c#panel-2";
      assertThat(quoted("see " + link + ", please")).contains(link);
    }

    @Test
    void keep_the_names_of_things_whole() {
      assertThat(quoted("foundation_gateway v42: gone")).contains("foundation_gateway v42:");
    }

    @Test
    void show_no_emoji() {
      assertThat(quoted("it is :fire: now")).doesNotContain(":fire:");
    }

    @Test
    void stay_on_one_line() {
      assertThat(quoted("a\nb\r\nc")).doesNotContain("\n").doesNotContain("\r");
    }
  }

  @Test
  void a_known_group_is_mentioned_and_an_unknown_one_is_named() {
    assertThat(of(new RichText(List.of()).group("@oncall"))).isEqualTo("<!subteam^S0ONCALL>");
    assertThat(of(new RichText(List.of()).group("@nobody"))).contains("nobody").doesNotContain("<");
  }

  @Test
  void only_web_addresses_become_links() {
    assertThat(of(new RichText(List.of()).link("https://a.example/x|y>", "log <1>")))
        .isEqualTo("<https://a.example/x%7Cy%3E|log &lt;1&gt;>");
    assertThat(of(new RichText(List.of()).link("javascript:x", "log"))).isEqualTo("log");
  }

  @Test
  void nothing_in_bold_is_nothing() {
    assertThat(of(new RichText(List.of()).bold(""))).isEmpty();
  }
}

package dev.rollbackbot.slack.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.view.View;
import dev.rollbackbot.incident.EverySituation;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.Prose;
import dev.rollbackbot.incident.Sample;
import dev.rollbackbot.incident.Timeline;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.sandbox.slack.Strict;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Slack takes everything that is drawn, however absurd what is drawn. */
final class ViewLimitsTest {
  private static final Instant NOW = Sample.START.plus(Duration.ofMinutes(4));

  private static final List<Inflated> SIZES =
      List.of(
          new Inflated("x", 1),
          new Inflated("", 1),
          new Inflated("*<!channel>* & `_~> ".repeat(20), 3),
          new Inflated("&".repeat(4_000), 9),
          new Inflated("\uD83D\uDE80".repeat(2_000), 40),
          new Inflated("a word of many ".repeat(40), 60));

  /** What begins a mention, a date or a link and does not end it; Gson writes < as \\u003c. */
  private static final Pattern HALF_MARKUP =
      Pattern.compile("(?:<|\\\\u003c)(?![^\"]*?(?:>|\\\\u003e))");

  static Stream<Arguments> scenes() {
    return EverySituation.incidents().entrySet().stream()
        .map(e -> Arguments.of(e.getKey(), e.getValue(), NOW));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scenes")
  void slack_takes_every_panel(String name, Incident state, Instant now) {
    for (Inflated size : SIZES) {
      List<LayoutBlock> blocks = Panel.blocks(size.of(state), now, Drawn.NAMES);
      assertThat(blocks).as(name).hasSizeLessThanOrEqualTo(15);
      taken(blocks);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scenes")
  void slack_takes_every_card(String name, Incident state, Instant now) {
    for (Inflated size : SIZES) {
      taken(Card.blocks(size.of(state), now, Drawn.NAMES));
      assertThat(Card.text(size.of(state))).as(name).hasSizeLessThan(40_000);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scenes")
  void slack_takes_every_dialog(String name, Incident state, Instant now) {
    for (Inflated size : SIZES) {
      Incident s = size.of(state);
      for (Verb verb : Verb.values()) {
        if (verb.opensDialog()) {
          Value value = Value.of(s.facts().id(), "a".repeat(64), "api");
          View view = verb.dialog(value.encoded(), s, log(s), Drawn.NAMES, now);
          assertThat(Strict.view(Drawn.json(view))).as("%s in %s", verb, name).isEmpty();
          whole(Drawn.json(view));
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scenes")
  void slack_takes_the_modal_and_the_guide(String name, Incident state, Instant now) {
    for (Inflated size : SIZES) {
      Runbook r = size.of(state.facts().runbook());
      DeclareModal.Form form = DeclareModal.fresh(r, Optional.empty(), "C1", "U1", now);
      assertThat(Strict.view(Drawn.json(DeclareModal.view(r, form)))).as(name).isEmpty();
      assertThat(Strict.view(Drawn.json(Guide.view(r)))).as(name).isEmpty();
    }
  }

  private static List<Timeline.Entry> log(Incident s) {
    Prose entry = Prose.of("a ").person("U1").text(" b ").quote(s.facts().runbook().name());
    return Collections.nCopies(130, new Timeline.Entry(Sample.START, entry));
  }

  private static void taken(List<LayoutBlock> blocks) {
    String json = Drawn.json(blocks);
    assertThat(Strict.message(json)).isEmpty();
    assertThat(Strict.textLength(json)).isLessThanOrEqualTo(Strict.mostText());
    whole(json);
  }

  private static void whole(String json) {
    assertThat(json).as("cut in the middle of markup").doesNotContainPattern(HALF_MARKUP);
  }
}

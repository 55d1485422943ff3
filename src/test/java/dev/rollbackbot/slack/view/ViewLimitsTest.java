package dev.rollbackbot.slack.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.slack.api.model.block.LayoutBlock;
import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.EverySituation;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.Prose;
import dev.rollbackbot.incident.Sample;
import dev.rollbackbot.incident.Timeline;
import dev.rollbackbot.sandbox.slack.Strict;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Slack takes everything that is drawn, however absurd what is drawn. */
@Pure
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

  /** The same situations in every size, by the size's number and the situation's name. */
  private static final List<Map<String, Incident>> SCENES =
      SIZES.stream()
          .map(size -> {
            Map<String, Incident> all = new LinkedHashMap<>();
            EverySituation.incidents().forEach((name, state) -> all.put(name, size.of(state)));
            return all;
          })
          .toList();

  static Stream<Arguments> scenes() {
    return IntStream.range(0, SIZES.size())
        .boxed()
        .flatMap(size ->
            SCENES.get(size).entrySet().stream()
                .map(e -> Arguments.of(Named.of(e.getKey() + ", size " + size, e.getValue()))));
  }

  static Stream<Arguments> dialogs() {
    return Stream.of(Verb.values()).filter(Verb::opensDialog).map(Arguments::of);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scenes")
  void slack_takes_every_panel(Incident state) {
    List<LayoutBlock> blocks = Panel.blocks(state, NOW, Drawn.NAMES);
    assertThat(blocks).hasSizeLessThanOrEqualTo(15);
    taken(blocks);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scenes")
  void slack_takes_every_card(Incident state) {
    taken(Card.blocks(state, NOW, Drawn.NAMES));
    assertThat(Card.text(state)).hasSizeLessThan(40_000);
  }

  @ParameterizedTest
  @MethodSource("dialogs")
  void slack_takes_every_dialog(Verb verb) {
    for (Map<String, Incident> scenes : SCENES) {
      for (Incident s : Drawn.situations(verb, scenes.values())) {
        Value value = Value.of(s.facts().id(), "a".repeat(64), "api");
        String view = Drawn.json(verb.dialog(value.encoded(), s, log(s), Drawn.NAMES, NOW));
        assertThat(Strict.view(view)).as("%s in %s", verb, s.getClass()).isEmpty();
        whole(view);
      }
    }
  }

  @Test
  void slack_takes_the_modal_and_the_guide() {
    for (Inflated size : SIZES) {
      EverySituation.incidents().values().stream()
          .map(s -> s.facts().runbook())
          .distinct()
          .map(size::of)
          .forEach(r -> {
            DeclareModal.Form form = DeclareModal.fresh(r, Optional.empty(), "C1", "U1", NOW);
            assertThat(Strict.view(Drawn.json(DeclareModal.view(r, form)))).isEmpty();
            assertThat(Strict.view(Drawn.json(Guide.view(r)))).isEmpty();
          });
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

package dev.rollbackbot.slack.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.slack.api.model.block.LayoutBlock;
import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.SampleIncident;
import dev.rollbackbot.incident.SituationExamples;
import dev.rollbackbot.incident.timeline.Timeline;
import dev.rollbackbot.sandbox.slack.Strict;
import dev.rollbackbot.slack.view.action.PanelAction;
import dev.rollbackbot.slack.view.blockkit.ActionValue;
import dev.rollbackbot.slack.view.modal.DeclareModal;
import dev.rollbackbot.slack.view.modal.RunbookModal;
import dev.rollbackbot.slack.view.panel.IncidentCard;
import dev.rollbackbot.slack.view.panel.Panel;
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
  private static final Instant NOW = SampleIncident.START.plus(Duration.ofMinutes(4));

  private static final List<OversizedState> SIZES =
      List.of(
          new OversizedState("x", 1),
          new OversizedState("", 1),
          new OversizedState("*<!channel>* & `_~> ".repeat(20), 3),
          new OversizedState("&".repeat(4_000), 9),
          new OversizedState("\uD83D\uDE80".repeat(2_000), 40),
          new OversizedState("a word of many ".repeat(40), 60));

  /** What begins a mention, a date or a link and does not end it; Gson writes < as \\u003c. */
  private static final Pattern HALF_MARKUP =
      Pattern.compile("(?:<|\\\\u003c)(?![^\"]*?(?:>|\\\\u003e))");

  /** The same situations in every size, by the size's number and the situation's name. */
  private static final List<Map<String, Incident>> SCENES =
      SIZES.stream()
          .map(size -> {
            Map<String, Incident> all = new LinkedHashMap<>();
            SituationExamples.incidents().forEach((name, state) -> all.put(name, size.of(state)));
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
    return Stream.of(PanelAction.values()).filter(PanelAction::opensDialog).map(Arguments::of);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scenes")
  void slack_takes_every_panel(Incident state) {
    List<LayoutBlock> blocks = Panel.blocks(state, NOW, RenderedJson.NAMES);
    assertThat(blocks).hasSizeLessThanOrEqualTo(15);
    taken(blocks);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scenes")
  void slack_takes_every_card(Incident state) {
    taken(IncidentCard.blocks(state, NOW, RenderedJson.NAMES));
    assertThat(IncidentCard.text(state)).hasSizeLessThan(40_000);
  }

  @ParameterizedTest
  @MethodSource("dialogs")
  void slack_takes_every_dialog(PanelAction panelAction) {
    for (Map<String, Incident> scenes : SCENES) {
      for (Incident incident : RenderedJson.situations(panelAction, scenes.values())) {
        ActionValue actionValue = ActionValue.of(incident.details().id(), "a".repeat(64), "api");
        String view =
            RenderedJson.json(
                panelAction.modal(
                    actionValue.encoded(), incident, log(incident), RenderedJson.NAMES, NOW));
        assertThat(Strict.view(view)).as("%s in %s", panelAction, incident.getClass()).isEmpty();
        whole(view);
      }
    }
  }

  @Test
  void slack_takes_the_modal_and_the_guide() {
    for (OversizedState size : SIZES) {
      SituationExamples.incidents().values().stream()
          .map(s -> s.details().runbook())
          .distinct()
          .map(size::of)
          .forEach(runbook -> {
            DeclareModal.Form form = DeclareModal.fresh(runbook, Optional.empty(), "C1", "U1", NOW);
            assertThat(Strict.view(RenderedJson.json(DeclareModal.view(runbook, form)))).isEmpty();
            assertThat(Strict.view(RenderedJson.json(RunbookModal.view(runbook)))).isEmpty();
          });
    }
  }

  private static List<Timeline.TimelineEntry> log(Incident incident) {
    RichText entry =
        RichText.of("a ").person("U1").text(" b ").quote(incident.details().runbook().name());
    return Collections.nCopies(130, new Timeline.TimelineEntry(SampleIncident.START, entry));
  }

  private static void taken(List<LayoutBlock> blocks) {
    String json = RenderedJson.json(blocks);
    assertThat(Strict.message(json)).isEmpty();
    assertThat(Strict.textLength(json)).isLessThanOrEqualTo(Strict.mostText());
    whole(json);
  }

  private static void whole(String json) {
    assertThat(json).as("cut in the middle of markup").doesNotContainPattern(HALF_MARKUP);
  }
}

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

/** Every view is within Slack's limits, however large the state. */
@Pure
final class ViewLimitsTest {
  private static final Instant NOW = SampleIncident.START.plus(Duration.ofMinutes(4));

  private static final List<OversizedState> SIZES =
      List.of(
          new OversizedState("x", 1),
          new OversizedState("", 1),
          new OversizedState("*<!channel>* & `_~> ".repeat(20), 3),
          new OversizedState("&".repeat(4_000), 9),
          new OversizedState("\uD83D\uDE80".repeat(2_000), 9),
          new OversizedState("a word of many ".repeat(40), 60));

  /** The beginning of a mention, date or link without its end; Gson writes < as \\u003c. */
  private static final Pattern HALF_MARKUP =
      Pattern.compile("(?:<|\\\\u003c)(?![^\"]*?(?:>|\\\\u003e))");

  /** By size, the incidents by the names of their situations. */
  private static final List<Map<String, Incident>> INCIDENTS =
      SIZES.stream()
          .map(size -> {
            Map<String, Incident> all = new LinkedHashMap<>();
            SituationExamples.incidents()
                .forEach((name, incident) -> all.put(name, size.of(incident)));
            return all;
          })
          .toList();

  static Stream<Arguments> incidents() {
    return IntStream.range(0, SIZES.size())
        .boxed()
        .flatMap(size ->
            INCIDENTS.get(size).entrySet().stream()
                .map(e -> Arguments.of(Named.of(e.getKey() + ", size " + size, e.getValue()))));
  }

  static Stream<Arguments> modals() {
    return Stream.of(PanelAction.values()).filter(PanelAction::opensModal).map(Arguments::of);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("incidents")
  void every_panel_is_within_the_limits(Incident incident) {
    List<LayoutBlock> blocks = Panel.blocks(incident, NOW, RenderedJson.MENTIONS);
    assertThat(blocks).hasSizeLessThanOrEqualTo(15);
    assertWithinLimits(blocks);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("incidents")
  void every_card_is_within_the_limits(Incident incident) {
    assertWithinLimits(IncidentCard.blocks(incident, NOW, RenderedJson.MENTIONS));
    assertThat(IncidentCard.text(incident)).hasSizeLessThan(40_000);
  }

  @ParameterizedTest
  @MethodSource("modals")
  void every_modal_of_an_action_is_within_the_limits(PanelAction action) {
    for (Map<String, Incident> incidents : INCIDENTS) {
      for (Incident incident : RenderedJson.incidentsFor(action, incidents.values())) {
        ActionValue value = ActionValue.of(incident.details().id(), "a".repeat(64), "api");
        String view =
            RenderedJson.json(
                action.modal(value.encoded(), incident, log(incident), RenderedJson.MENTIONS, NOW));
        assertThat(Strict.view(view)).as("%s in %s", action, incident.getClass()).isEmpty();
        assertNoHalfMarkup(view);
      }
    }
  }

  @Test
  void the_declare_modal_and_the_runbook_modal_are_within_the_limits() {
    for (OversizedState size : SIZES) {
      SituationExamples.incidents().values().stream()
          .map(s -> s.details().runbook())
          .distinct()
          .map(size::of)
          .forEach(runbook -> {
            DeclareModal.DeclareForm declareForm =
                DeclareModal.fresh(runbook, Optional.empty(), "C1", "U1", NOW, false);
            assertThat(Strict.view(RenderedJson.json(DeclareModal.view(runbook, declareForm))))
                .isEmpty();
            assertThat(Strict.view(RenderedJson.json(RunbookModal.view(runbook)))).isEmpty();
          });
    }
  }

  private static List<Timeline.TimelineEntry> log(Incident incident) {
    RichText entry =
        RichText.of("a ").person("U1").text(" b ").quote(incident.details().runbook().name());
    return Collections.nCopies(130, new Timeline.TimelineEntry(SampleIncident.START, entry));
  }

  private static void assertWithinLimits(List<LayoutBlock> blocks) {
    String json = RenderedJson.json(blocks);
    assertThat(Strict.message(json)).isEmpty();
    assertThat(Strict.textLength(json)).isLessThanOrEqualTo(Strict.mostText());
    assertNoHalfMarkup(json);
  }

  private static void assertNoHalfMarkup(String json) {
    assertThat(json).as("truncated within markup").doesNotContainPattern(HALF_MARKUP);
  }
}

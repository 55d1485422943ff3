package dev.rollbackbot.slack.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.slack.api.model.block.LayoutBlock;
import com.slack.api.util.json.GsonFactory;
import dev.rollbackbot.GoldenFile;
import dev.rollbackbot.Pure;
import dev.rollbackbot.Transcript;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.SampleIncident;
import dev.rollbackbot.incident.SituationExamples;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.decider.Incidents;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.LiveReading;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.slack.view.blockkit.ActionValue;
import dev.rollbackbot.slack.view.blockkit.BlockKitLimits;
import dev.rollbackbot.slack.view.blockkit.MentionLookup;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import dev.rollbackbot.slack.view.panel.Panel;
import dev.rollbackbot.text.Truncation;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The panel in every state, as people read it. */
@Pure
final class PanelTest {
  private static final Instant NOW = SampleIncident.START.plus(Duration.ofMinutes(4));
  private static final MentionLookup NO_MENTIONS =
      new MentionLookup() {
        @Override
        public Optional<String> groupId(String handleOrId) {
          return Optional.empty();
        }

        @Override
        public Optional<String> logLink(IncidentId id) {
          return Optional.empty();
        }
      };

  @Test
  void the_same_version_deployed_again_is_noticed_on_the_plans_card() {
    Incident waiting = SituationExamples.incidents().get("AwaitingApproval (HIGH)");
    PlannedStep.Change change =
        ((State.AwaitingApproval) waiting.state()).plan().steps().getFirst().change().orElseThrow();
    Instant again = SampleIncident.START.plusSeconds(90);
    Deployment deployed =
        new Deployment("again", Optional.of(again), Optional.of("eve"), change.live().shares());
    Instant read = SampleIncident.START.plusSeconds(120);
    Incident after =
        Incidents.evolve(
            Optional.of(waiting),
            new Event.LiveVersionsRead(
                read,
                List.of(
                    new LiveReading(
                        change.service(), read, Optional.of(deployed), "", Optional.empty())),
                Optional.empty()));
    assertThat(GsonFactory.createSnakeCase().toJson(Panel.blocks(after, NOW, NO_MENTIONS)))
        .contains(again.getEpochSecond() + "^since", "by eve");
  }

  @Test
  void the_panel_of_every_state_equals_the_golden_file() {
    StringBuilder out = new StringBuilder();
    for (Map.Entry<String, Incident> entry : SituationExamples.incidents().entrySet()) {
      out.append("== ").append(entry.getKey()).append(" ==\n");
      out.append(read(Panel.blocks(entry.getValue(), NOW, NO_MENTIONS)));
      out.append('\n');
    }
    GoldenFile.check("panels.txt", out.toString());
  }

  @Test
  void a_panel_has_at_most_15_blocks() {
    SituationExamples.incidents()
        .forEach((name, state) ->
            assertThat(Panel.blocks(state, NOW, NO_MENTIONS))
                .as(name)
                .hasSizeLessThanOrEqualTo(15));
  }

  @Test
  void text_that_people_typed_can_not_mention_format_or_link() {
    RichText typed =
        RichText.of("").quote("<!channel> <@U1> *bold* `code` @here :tada: <https://evil|good>");
    String rendered = Mrkdwn.render(typed, NO_MENTIONS, new IncidentId(1));
    assertThat(rendered).doesNotContain("<", ">").contains("&lt;!channel&gt;");
    assertThat(rendered).doesNotContain("*bold*", "`code`", " @here", ":tada:");
  }

  @Test
  void a_long_text_is_truncated_but_not_within_a_character() {
    assertThat(Truncation.truncate("a".repeat(4_000), BlockKitLimits.SECTION))
        .hasSize(3_000)
        .endsWith("…");
    assertThat(Truncation.truncate("🚨".repeat(2_000), BlockKitLimits.SECTION))
        .doesNotEndWith("\uD83D…");
  }

  @Test
  void a_value_is_decoded_as_it_was_encoded_and_garbage_is_not_decoded() {
    ActionValue value = ActionValue.of(new IncidentId(12), "a|b", "ü %", "");
    assertThat(ActionValue.decode(value.encoded())).contains(value);
    for (String garbage : List.of("", "|", "0", "x|y", "99999999999999999999", "1|%zz", "-1")) {
      assertThat(ActionValue.decode(garbage)).as(garbage).isEmpty();
    }
  }

  private static String read(List<LayoutBlock> blocks) {
    String json = GsonFactory.createSnakeCase().toJson(blocks);
    try (JsonReader reader = Json.createReader(new StringReader(json))) {
      JsonArray array = reader.readArray();
      return Transcript.of(
          List.of(
              Json.createObjectBuilder()
                  .add("ts", "1")
                  .add("bot_id", "B")
                  .add("blocks", array)
                  .build()));
    }
  }
}

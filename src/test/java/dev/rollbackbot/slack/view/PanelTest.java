package dev.rollbackbot.slack.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.slack.api.model.block.LayoutBlock;
import com.slack.api.util.json.GsonFactory;
import dev.rollbackbot.GoldenFile;
import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.SampleIncident;
import dev.rollbackbot.incident.SituationExamples;
import dev.rollbackbot.slack.view.blockkit.ActionValue;
import dev.rollbackbot.slack.view.blockkit.BlockKitLimits;
import dev.rollbackbot.slack.view.blockkit.MentionLookup;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import dev.rollbackbot.slack.view.panel.Panel;
import dev.rollbackbot.story.Transcript;
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

/** The panel in every situation, as people read it. */
@Pure
final class PanelTest {
  private static final Instant NOW = SampleIncident.START.plus(Duration.ofMinutes(4));
  private static final MentionLookup NOBODY =
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
  void reads_well_in_every_situation() {
    StringBuilder out = new StringBuilder();
    for (Map.Entry<String, Incident> entry : SituationExamples.incidents().entrySet()) {
      out.append("== ").append(entry.getKey()).append(" ==\n");
      out.append(read(Panel.blocks(entry.getValue(), NOW, NOBODY)));
      out.append('\n');
    }
    GoldenFile.check("panels.txt", out.toString());
  }

  @Test
  void has_never_more_blocks_than_a_phone_shows() {
    SituationExamples.incidents()
        .forEach((name, state) ->
            assertThat(Panel.blocks(state, NOW, NOBODY)).as(name).hasSizeLessThanOrEqualTo(15));
  }

  @Test
  void what_people_typed_can_not_mention_format_or_link() {
    RichText typed =
        new RichText(List.of())
            .quote("<!channel> <@U1> *bold* `code` @here :tada: <https://evil|good>");
    String shown = Mrkdwn.render(typed, NOBODY, new IncidentId(1));
    assertThat(shown).doesNotContain("<", ">").contains("&lt;!channel&gt;");
    assertThat(shown).doesNotContain("*bold*", "`code`", " @here", ":tada:");
  }

  @Test
  void a_text_that_is_too_long_is_cut_and_never_in_the_middle_of_a_character() {
    assertThat(BlockKitLimits.truncate("a".repeat(4_000), BlockKitLimits.SECTION))
        .hasSize(3_000)
        .endsWith("…");
    assertThat(BlockKitLimits.truncate("🚨".repeat(2_000), BlockKitLimits.SECTION))
        .doesNotEndWith("\uD83D…");
  }

  @Test
  void a_value_survives_its_encoding_and_garbage_is_no_value() {
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

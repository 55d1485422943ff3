package dev.rollbackbot.slack.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.SampleIncident;
import dev.rollbackbot.incident.SituationExamples;
import dev.rollbackbot.incident.text.PostTemplates;
import dev.rollbackbot.incident.timeline.Timeline;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.slack.view.action.PanelAction;
import dev.rollbackbot.slack.view.blockkit.ActionValue;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import dev.rollbackbot.slack.view.modal.DeclareModal;
import dev.rollbackbot.slack.view.modal.RunbookModal;
import dev.rollbackbot.slack.view.panel.IncidentCard;
import dev.rollbackbot.slack.view.panel.Panel;
import dev.rollbackbot.slack.view.panel.PostBlocks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Texts of people, services and runbooks can't become mentions, links or formatting. */
@Pure
final class InjectionTest {
  private static final Instant NOW = SampleIncident.START.plus(Duration.ofMinutes(4));
  private static final IncidentId ID = new IncidentId(12);

  private static final List<Incident> STATES = List.copyOf(SituationExamples.incidents().values());

  private static final int MAX_PIECE = 200;

  private static final List<String> ATTACKS =
      List.of(
          "<!channel|EVIL>",
          "<!here|EVIL> <!everyone|EVIL>",
          "<@UEVIL> <#CEVIL> <!subteam^SEVIL>",
          "<https://evil.example|EVIL>",
          "https://evil.example|EVIL>",
          "&lt;!channel|EVIL&gt; &amp;lt;!channel|EVIL&amp;gt;",
          "<!date^1^EVIL|EVIL>",
          "<!channel|EVIL\n><@UEVIL",
          "\u202e<!channel|EVIL>\u202c \u200b<\u200b!channel|EVIL>",
          "]]> ``` <!channel|EVIL> ``` ${EVIL} {lead} {description}",
          "<".repeat(3_000) + "!channel|EVIL" + ">".repeat(3_000),
          "x".repeat(2_990) + "<!channel|EVIL>" + "x".repeat(7_000),
          "&".repeat(3_000) + "<@UEVIL>",
          "*EVIL* _EVIL_ ~EVIL~ `EVIL` .*EVIL*. -_EVIL_- /~EVIL~/ \u200b*EVIL*\u200b",
          "EVIL\n> EVIL\n• EVIL\r\n# EVIL\u2028EVIL\u0085EVIL\u000bEVIL",
          ":EVIL: :rotating_light:EVIL:",
          "\u0000\u0007\u001b[31mEVIL");

  /** What Slack renders as a mention, a date or a link. */
  private static final Pattern CONTROL = Pattern.compile("<([@#!][^<>\\n]*|[a-z]+:[^<>\\n]*)>");

  private static final Pattern FORMATTED =
      Pattern.compile("(?<![\\p{L}\\p{N}\u2060])([*_~`])EVIL\\1(?![\\p{L}\\p{N}\u2060])");

  @Test
  void no_rendered_text_contains_an_injected_mention_or_link() {
    int texts = 0;
    for (String attack : ATTACKS) {
      for (String text : rendered(new OversizedState(attack, 1))) {
        assertControls(attack, text);
        texts++;
      }
    }
    System.out.printf("InjectionTest: %,d texts rendered%n", texts);
    assertThat(texts).isGreaterThan(5_000);
  }

  @Test
  void no_untrusted_text_is_formatted() {
    for (String attack : ATTACKS) {
      for (String text : rendered(new OversizedState(attack, 1, OversizedState.UNTRUSTED))) {
        assertThat(FORMATTED.matcher(text).find()).as("%s in\n%s", attack, text).isFalse();
        assertThat(text).doesNotContain("\u202e", "\u001b", "\u0000");
      }
    }
  }

  @Test
  void no_text_of_a_provider_becomes_a_link() {
    String address = "https://evil.example/EVIL";
    for (String text : rendered(new OversizedState(address, 1, OversizedState.OUTSIDE))) {
      assertThat(text).doesNotContain("<https://evil");
    }
  }

  @Test
  void what_a_person_said_keeps_its_links() {
    RichText said = RichText.of("").said("see https://a.example/x_y?a=1, <!channel> *b*");
    assertThat(Mrkdwn.render(said, RenderedJson.MENTIONS, ID))
        .contains("<https://a.example/x_y?a=1|https://a.example/x_y?a=1>,", "&lt;!channel&gt;")
        .doesNotContain(" *b*");
    assertThat(said.plainText()).isEqualTo("see https://a.example/x_y?a=1, <!channel> *b*");
    assertThat(RichText.of("").said("nothing")).isEqualTo(RichText.of("").quote("nothing"));
  }

  @Test
  void no_random_combination_of_attacks_is_rendered() {
    List<String> pieces =
        new ArrayList<>(ATTACKS.stream().filter(n -> n.length() < MAX_PIECE).toList());
    pieces.addAll(List.of("<", ">", "&", "|", "!", "@U", "*", "_", "~", "`", "\n", " ", "a", ":"));
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(12); i >= 0; i--) {
        text.append(pieces.get(random.nextInt(pieces.size())));
      }
      String rendered =
          Mrkdwn.render(
              RichText.of("a ").quote(text.toString()).bold(text.toString()).code(text.toString()),
              RenderedJson.MENTIONS,
              ID);
      assertThat(CONTROL.matcher(rendered).find()).as("seed %d: %s", seed, rendered).isFalse();
      String quoted = Mrkdwn.quote(text.toString());
      assertThat(FORMATTED.matcher(quoted).find()).as("seed %d: %s", seed, quoted).isFalse();
      assertThat(quoted.lines().count()).as("seed %d", seed).isLessThanOrEqualTo(1);
    }
  }

  private static void assertControls(String attack, String text) {
    Matcher controls = CONTROL.matcher(text);
    while (controls.find()) {
      assertThat(controls.group()).as("%s in\n%s", attack, text).doesNotContain("EVIL");
    }
    assertThat(text).doesNotContain("<!channel", "<!here", "<!everyone");
  }

  /** All markup of all views in every state, with these texts in it. */
  private static List<String> rendered(OversizedState state) {
    List<Incident> states = STATES.stream().map(state::of).toList();
    List<String> out = new ArrayList<>();
    states.forEach(s -> addViews(s, out));
    for (PanelAction action : PanelAction.values()) {
      if (action.opensModal()) {
        RenderedJson.incidentsFor(action, states).forEach(s -> addModal(action, s, out));
      }
    }
    states.stream().map(s -> s.details().runbook()).distinct().forEach(r -> addRunbook(r, out));
    return out;
  }

  private static void addViews(Incident incident, List<String> out) {
    markup(RenderedJson.tree(Panel.blocks(incident, NOW, RenderedJson.MENTIONS)), out);
    markup(RenderedJson.tree(IncidentCard.blocks(incident, NOW, RenderedJson.MENTIONS)), out);
    out.add(Panel.text(incident, NOW));
    out.add(IncidentCard.text(incident));
    for (RichText post : List.of(PostTemplates.card(incident), entry(incident))) {
      out.add(PostBlocks.text(post, RenderedJson.MENTIONS, ID));
      markup(RenderedJson.tree(PostBlocks.blocks(post, RenderedJson.MENTIONS, ID)), out);
    }
  }

  private static void addModal(PanelAction action, Incident incident, List<String> out) {
    List<Timeline.TimelineEntry> log =
        List.of(new Timeline.TimelineEntry(SampleIncident.START, entry(incident)));
    ActionValue value = ActionValue.of(incident.details().id(), "a".repeat(64), "api");
    markup(
        RenderedJson.tree(action.modal(value.encoded(), incident, log, RenderedJson.MENTIONS, NOW)),
        out);
  }

  private static void addRunbook(Runbook runbook, List<String> out) {
    DeclareModal.DeclareForm declareForm =
        DeclareModal.fresh(runbook, Optional.empty(), "C1", "U1", NOW, false);
    markup(RenderedJson.tree(DeclareModal.view(runbook, declareForm)), out);
    markup(RenderedJson.tree(RunbookModal.view(runbook)), out);
  }

  private static RichText entry(Incident incident) {
    String text = incident.details().declaration().description();
    return RichText.of("said ").quote(text).text(" ").bold(text);
  }

  private static void markup(JsonElement value, List<String> out) {
    if (value instanceof JsonArray all) {
      all.forEach(v -> markup(v, out));
    } else if (value instanceof JsonObject object) {
      // Plain text is no markup.
      if (object.get("type") instanceof JsonPrimitive type
          && type.getAsString().equals("mrkdwn")
          && object.get("text") instanceof JsonPrimitive text) {
        out.add(text.getAsString());
      }
      object.asMap().values().forEach(v -> markup(v, out));
    }
  }
}

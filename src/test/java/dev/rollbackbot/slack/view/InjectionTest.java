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

/** Whatever somebody types, a service answers or a runbook says: it stays in its place. */
@Pure
final class InjectionTest {
  private static final Instant NOW = SampleIncident.START.plus(Duration.ofMinutes(4));
  private static final IncidentId ID = new IncidentId(12);

  private static final List<Incident> STATES = List.copyOf(SituationExamples.incidents().values());

  private static final int MADE_UP = 200;

  private static final List<String> NASTY =
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

  /** What Slack makes something of. */
  private static final Pattern CONTROL = Pattern.compile("<([@#!][^<>\\n]*|[a-z]+:[^<>\\n]*)>");

  private static final Pattern FORMATTED =
      Pattern.compile("(?<![\\p{L}\\p{N}\u2060])([*_~`])EVIL\\1(?![\\p{L}\\p{N}\u2060])");

  @Test
  void nothing_that_is_drawn_mentions_or_links_what_a_text_says() {
    int texts = 0;
    for (String nasty : NASTY) {
      for (String text : everything(new OversizedState(nasty, 1))) {
        assertControls(nasty, text);
        texts++;
      }
    }
    System.out.printf("InjectionTest: %,d texts drawn%n", texts);
    assertThat(texts).isGreaterThan(5_000);
  }

  @Test
  void nor_is_what_people_and_services_say_formatted() {
    for (String nasty : NASTY) {
      for (String text : everything(new OversizedState(nasty, 1, OversizedState.SOMEBODY_ELSES))) {
        assertThat(FORMATTED.matcher(text).find()).as("%s in\n%s", nasty, text).isFalse();
        assertThat(text).doesNotContain("\u202e", "\u001b", "\u0000");
      }
    }
  }

  @Test
  void so_it_is_with_words_made_up() {
    List<String> pieces =
        new ArrayList<>(NASTY.stream().filter(n -> n.length() < MADE_UP).toList());
    pieces.addAll(List.of("<", ">", "&", "|", "!", "@U", "*", "_", "~", "`", "\n", " ", "a", ":"));
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(12); i >= 0; i--) {
        text.append(pieces.get(random.nextInt(pieces.size())));
      }
      String drawn =
          Mrkdwn.render(
              RichText.of("a ").quote(text.toString()).bold(text.toString()).code(text.toString()),
              RenderedJson.NAMES,
              ID);
      assertThat(CONTROL.matcher(drawn).find()).as("seed %d: %s", seed, drawn).isFalse();
      String quoted = Mrkdwn.quote(text.toString());
      assertThat(FORMATTED.matcher(quoted).find()).as("seed %d: %s", seed, quoted).isFalse();
      assertThat(quoted.lines().count()).as("seed %d", seed).isLessThanOrEqualTo(1);
    }
  }

  private static void assertControls(String nasty, String text) {
    Matcher controls = CONTROL.matcher(text);
    while (controls.find()) {
      assertThat(controls.group()).as("%s in\n%s", nasty, text).doesNotContain("EVIL");
    }
    assertThat(text).doesNotContain("<!channel", "<!here", "<!everyone");
  }

  /** Every text that Slack reads as markup, of all that is drawn with such words in every state. */
  private static List<String> everything(OversizedState words) {
    List<Incident> states = STATES.stream().map(words::of).toList();
    List<String> out = new ArrayList<>();
    states.forEach(s -> shown(s, out));
    for (PanelAction panelAction : PanelAction.values()) {
      if (panelAction.opensDialog()) {
        RenderedJson.situations(panelAction, states).forEach(s -> dialog(panelAction, s, out));
      }
    }
    states.stream().map(s -> s.details().runbook()).distinct().forEach(r -> runbook(r, out));
    return out;
  }

  private static void shown(Incident incident, List<String> out) {
    markup(RenderedJson.tree(Panel.blocks(incident, NOW, RenderedJson.NAMES)), out);
    markup(RenderedJson.tree(IncidentCard.blocks(incident, NOW, RenderedJson.NAMES)), out);
    out.add(Panel.text(incident, NOW));
    out.add(IncidentCard.text(incident));
    for (RichText post : List.of(PostTemplates.card(incident), entry(incident))) {
      out.add(PostBlocks.text(post, RenderedJson.NAMES, ID));
      markup(RenderedJson.tree(PostBlocks.blocks(post, RenderedJson.NAMES, ID)), out);
    }
  }

  private static void dialog(PanelAction panelAction, Incident incident, List<String> out) {
    List<Timeline.TimelineEntry> log =
        List.of(new Timeline.TimelineEntry(SampleIncident.START, entry(incident)));
    ActionValue actionValue = ActionValue.of(incident.details().id(), "a".repeat(64), "api");
    markup(
        RenderedJson.tree(
            panelAction.modal(actionValue.encoded(), incident, log, RenderedJson.NAMES, NOW)),
        out);
  }

  private static void runbook(Runbook runbook, List<String> out) {
    DeclareModal.Form form = DeclareModal.fresh(runbook, Optional.empty(), "C1", "U1", NOW);
    markup(RenderedJson.tree(DeclareModal.view(runbook, form)), out);
    markup(RenderedJson.tree(RunbookModal.view(runbook)), out);
  }

  private static RichText entry(Incident incident) {
    String said = incident.details().declaration().description();
    return RichText.of("said ").quote(said).text(" ").bold(said);
  }

  private static void markup(JsonElement value, List<String> out) {
    if (value instanceof JsonArray all) {
      all.forEach(v -> markup(v, out));
    } else if (value instanceof JsonObject o) {
      // Plain text is shown as it is.
      if (o.get("type") instanceof JsonPrimitive type
          && type.getAsString().equals("mrkdwn")
          && o.get("text") instanceof JsonPrimitive text) {
        out.add(text.getAsString());
      }
      o.asMap().values().forEach(v -> markup(v, out));
    }
  }
}

package dev.rollbackbot.slack.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.EverySituation;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.Posts;
import dev.rollbackbot.incident.Prose;
import dev.rollbackbot.incident.Sample;
import dev.rollbackbot.incident.Timeline;
import dev.rollbackbot.runbook.Runbook;
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
  private static final Instant NOW = Sample.START.plus(Duration.ofMinutes(4));
  private static final IncidentId ID = new IncidentId(12);

  private static final List<Incident> STATES = List.copyOf(EverySituation.incidents().values());

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
      for (String text : everything(new Inflated(nasty, 1))) {
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
      for (String text : everything(new Inflated(nasty, 1, Inflated.SOMEBODY_ELSES))) {
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
              Prose.of("a ").quote(text.toString()).bold(text.toString()).code(text.toString()),
              Drawn.NAMES,
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
  private static List<String> everything(Inflated words) {
    List<Incident> states = STATES.stream().map(words::of).toList();
    List<String> out = new ArrayList<>();
    states.forEach(s -> shown(s, out));
    for (Verb verb : Verb.values()) {
      if (verb.opensDialog()) {
        Drawn.situations(verb, states).forEach(s -> dialog(verb, s, out));
      }
    }
    states.stream().map(s -> s.facts().runbook()).distinct().forEach(r -> runbook(r, out));
    return out;
  }

  private static void shown(Incident s, List<String> out) {
    markup(Drawn.tree(Panel.blocks(s, NOW, Drawn.NAMES)), out);
    markup(Drawn.tree(Card.blocks(s, NOW, Drawn.NAMES)), out);
    out.add(Panel.text(s, NOW));
    out.add(Card.text(s));
    for (Prose post : List.of(Posts.card(s), entry(s))) {
      out.add(Message.text(post, Drawn.NAMES, ID));
      markup(Drawn.tree(Message.blocks(post, Drawn.NAMES, ID)), out);
    }
  }

  private static void dialog(Verb verb, Incident s, List<String> out) {
    List<Timeline.Entry> log = List.of(new Timeline.Entry(Sample.START, entry(s)));
    Value value = Value.of(s.facts().id(), "a".repeat(64), "api");
    markup(Drawn.tree(verb.dialog(value.encoded(), s, log, Drawn.NAMES, NOW)), out);
  }

  private static void runbook(Runbook r, List<String> out) {
    DeclareModal.Form form = DeclareModal.fresh(r, Optional.empty(), "C1", "U1", NOW);
    markup(Drawn.tree(DeclareModal.view(r, form)), out);
    markup(Drawn.tree(Guide.view(r)), out);
  }

  private static Prose entry(Incident s) {
    String said = s.facts().declaration().description();
    return Prose.of("said ").quote(said).text(" ").bold(said);
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

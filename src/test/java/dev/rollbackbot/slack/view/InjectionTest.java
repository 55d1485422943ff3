package dev.rollbackbot.slack.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.incident.EverySituation;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.Posts;
import dev.rollbackbot.incident.Prose;
import dev.rollbackbot.incident.Sample;
import dev.rollbackbot.incident.Timeline;
import dev.rollbackbot.runbook.Runbook;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whatever somebody types, a service answers or a runbook says: it stays in its place. */
final class InjectionTest {
  private static final Instant NOW = Sample.START.plus(Duration.ofMinutes(4));
  private static final IncidentId ID = new IncidentId(12);

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
      for (Incident state : EverySituation.incidents().values()) {
        for (String text : everything(new Inflated(nasty, 1).of(state))) {
          assertControls(nasty, text);
          texts++;
        }
      }
    }
    System.out.printf("InjectionTest: %,d texts drawn%n", texts);
    assertThat(texts).isGreaterThan(5_000);
  }

  @Test
  void nor_is_what_people_and_services_say_formatted() {
    for (String nasty : NASTY) {
      for (Incident state : EverySituation.incidents().values()) {
        Inflated typed = new Inflated(nasty, 1, Inflated.SOMEBODY_ELSES);
        for (String text : everything(typed.of(state))) {
          assertThat(FORMATTED.matcher(text).find()).as("%s in\n%s", nasty, text).isFalse();
          assertThat(text).doesNotContain("\u202e", "\u001b", "\u0000");
        }
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

  /** Every text that Slack reads as markup, of all that is drawn of a state. */
  private static List<String> everything(Incident s) {
    List<String> out = new ArrayList<>();
    markup(read(Drawn.json(Panel.blocks(s, NOW, Drawn.NAMES))), out);
    markup(read(Drawn.json(Card.blocks(s, NOW, Drawn.NAMES))), out);
    out.add(Panel.text(s, NOW));
    out.add(Card.text(s));
    for (Prose post : List.of(Posts.card(s), entry(s))) {
      out.add(Message.text(post, Drawn.NAMES, ID));
      markup(read(Drawn.json(Message.blocks(post, Drawn.NAMES, ID))), out);
    }
    List<Timeline.Entry> log = List.of(new Timeline.Entry(Sample.START, entry(s)));
    Value value = Value.of(s.facts().id(), "a".repeat(64), "api");
    for (Verb verb : Verb.values()) {
      if (verb.opensDialog()) {
        markup(read(Drawn.json(verb.dialog(value.encoded(), s, log, Drawn.NAMES, NOW))), out);
      }
    }
    Runbook r = s.facts().runbook();
    DeclareModal.Form form = DeclareModal.fresh(r, Optional.empty(), "C1", "U1", NOW);
    markup(read(Drawn.json(DeclareModal.view(r, form))), out);
    markup(read(Drawn.json(Guide.view(r))), out);
    return out;
  }

  private static Prose entry(Incident s) {
    String said = s.facts().declaration().description();
    return Prose.of("said ").quote(said).text(" ").bold(said);
  }

  private static JsonValue read(String json) {
    try (JsonReader reader = Json.createReader(new StringReader(json))) {
      return reader.readValue();
    }
  }

  private static void markup(JsonValue value, List<String> out) {
    switch (value) {
      case JsonObject o -> {
        if (o.get("type") instanceof JsonString t
            && t.getString().equals("mrkdwn")
            && o.get("text") instanceof JsonString text) {
          out.add(text.getString());
        }
        for (Map.Entry<String, JsonValue> e : o.entrySet()) {
          markup(e.getValue(), out);
        }
      }
      case JsonArray a -> a.forEach(v -> markup(v, out));
      default -> {
        // Plain text is shown as it is.
      }
    }
  }
}

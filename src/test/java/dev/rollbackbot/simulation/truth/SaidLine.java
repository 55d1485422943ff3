package dev.rollbackbot.simulation.truth;

import com.slack.api.model.block.ContextBlock;
import com.slack.api.model.block.HeaderBlock;
import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.SectionBlock;
import com.slack.api.model.block.composition.TextObject;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.slack.view.blockkit.MentionLookup;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A line of a text as people read it, without its formatting.
 *
 * @param text with a sign in place of each time
 * @param times the times, in order
 */
public record SaidLine(String text, List<Instant> times) {
  /** Stands for a time, so that equal lines of different times are recognised only once. */
  static final String TIME = "⌚";

  private static final IncidentId ANY = new IncidentId(1);
  private static final Pattern DATE =
      Pattern.compile("<!date\\^(\\d+)\\^([^{|]*)\\{[^|]*\\|[^>]*>");
  private static final Pattern FORMATTING =
      Pattern.compile("[*`\u2060]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])");
  private static final Pattern SPACES = Pattern.compile("[\\h]+");
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

  public SaidLine {
    times = List.copyOf(times);
  }

  public static MentionLookup mentions() {
    return NOBODY;
  }

  public static List<SaidLine> of(RichText text) {
    return of(Mrkdwn.render(text, NOBODY, ANY)).toList();
  }

  /** Buttons claim nothing; what they are called follows from the state. */
  public static List<SaidLine> of(List<LayoutBlock> blocks) {
    return blocks.stream().flatMap(SaidLine::texts).flatMap(SaidLine::of).toList();
  }

  private static Stream<String> texts(LayoutBlock block) {
    return switch (block) {
      case SectionBlock section -> Stream.of(section.getText().getText());
      case HeaderBlock header -> Stream.of(header.getText().getText());
      case ContextBlock context ->
          context.getElements().stream()
              .filter(TextObject.class::isInstance)
              .map(e -> ((TextObject) e).getText());
      default -> Stream.empty();
    };
  }

  public static Stream<SaidLine> of(String markup) {
    return markup.lines().map(SaidLine::line).filter(line -> !line.text().isEmpty());
  }

  private static SaidLine line(String markup) {
    List<Instant> times = new ArrayList<>();
    Matcher date = DATE.matcher(markup);
    StringBuilder out = new StringBuilder();
    while (date.find()) {
      times.add(Instant.ofEpochSecond(Long.parseLong(date.group(1))));
      date.appendReplacement(out, Matcher.quoteReplacement(date.group(2) + TIME));
    }
    date.appendTail(out);
    String plain = FORMATTING.matcher(out).replaceAll("");
    plain = SPACES.matcher(plain).replaceAll(" ").strip();
    return new SaidLine(
        plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"), times);
  }
}

package dev.rollbackbot.slack.view.blockkit;

import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.Stage;
import dev.rollbackbot.text.Truncation;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The value of a button: the incident and what was shown, so that a click on an outdated panel is
 * recognized. Encoded as the incident's number, the arguments and the stage, separated by bars.
 *
 * @param stage how far the incident had come when the button was shown; empty: it does not matter
 */
public record ActionValue(IncidentId incident, List<String> args, Optional<Stage> stage) {
  /** No encoded argument begins with it. */
  private static final String STAGE = "@";

  private static final int MAX_DIGITS = 9;
  private static final int STEPS = 10;

  public ActionValue {
    args = List.copyOf(args);
  }

  public static ActionValue of(IncidentId incident, String... args) {
    return new ActionValue(incident, List.of(args), Optional.empty());
  }

  /** With one argument, a text of a person: cut so that Slack accepts the value. */
  public static ActionValue ofText(IncidentId incident, String text) {
    ActionValue value = of(incident, text);
    int length = text.length();
    while (value.encoded().length() > BlockKitLimits.BUTTON_VALUE) {
      length -= Math.max(1, length / STEPS);
      value = of(incident, Truncation.truncate(text, length));
    }
    return value;
  }

  public ActionValue seenAt(Stage shown) {
    return new ActionValue(incident, args, Optional.of(shown));
  }

  public String encoded() {
    List<String> parts = new ArrayList<>();
    parts.add(Integer.toString(incident.number()));
    args.forEach(a -> parts.add(URLEncoder.encode(a, StandardCharsets.UTF_8)));
    stage.ifPresent(s -> parts.add(STAGE + s.encoded()));
    return String.join("|", parts);
  }

  public static Optional<ActionValue> decode(String text) {
    String[] parts = text.split("\\|", -1);
    if (!parts[0].matches("[1-9][0-9]*") || parts[0].length() > MAX_DIGITS) {
      return Optional.empty();
    }
    String last = parts[parts.length - 1];
    Optional<Stage> stage =
        last.startsWith(STAGE) ? Stage.decode(last.substring(STAGE.length())) : Optional.empty();
    try {
      List<String> args =
          Stream.of(parts)
              .skip(1)
              .filter(a -> !a.startsWith(STAGE))
              .map(a -> URLDecoder.decode(a, StandardCharsets.UTF_8))
              .toList();
      return Optional.of(new ActionValue(new IncidentId(Integer.parseInt(parts[0])), args, stage));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Empty: there is no such argument. */
  public String argument(int index) {
    return index < args.size() ? args.get(index) : "";
  }
}

package dev.rollbackbot.gateway;

import dev.rollbackbot.secret.Redactor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The end of an output that was masked as a whole: half a secret looks like none, so nothing is cut
 * before it is masked, and then only between lines.
 */
final class OutputEnd {
  private static final Pattern KEY_END = Pattern.compile("-----END [A-Z ]{0,40}PRIVATE KEY-----");

  private OutputEnd() {}

  static String of(String masked, int most) {
    String whole = withoutHalfKey(masked);
    if (whole.length() <= most) {
      return whole;
    }
    // A line that begins right there is whole.
    int line = whole.indexOf('\n', whole.length() - most - 1);
    return line < 0 ? "(one line that is too long to be shown)" : whole.substring(line + 1);
  }

  /** The provider may have cut it in the middle of a key, whose beginning is not seen then. */
  private static String withoutHalfKey(String text) {
    Matcher end = KEY_END.matcher(text);
    return end.find() ? Redactor.REDACTED + withoutHalfKey(text.substring(end.end())) : text;
  }
}

package dev.rollbackbot.gateway;

import dev.rollbackbot.secret.PersonalData;
import dev.rollbackbot.secret.Redactor;
import dev.rollbackbot.text.PrintedLines;
import dev.rollbackbot.text.VisibleText;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a job printed, as it was printed, or a part of it. Half a secret looks like none: where a
 * part was cut out, half a line is dropped, and the bot itself cuts only what is masked, and only
 * between lines.
 *
 * @param fromBeginning false: something before it is left out, perhaps half a line
 * @param toEnd the same of its end
 */
public record PrintedText(String text, boolean fromBeginning, boolean toEnd) {
  private static final Pattern KEY_END = Pattern.compile("-----END [A-Z ]{0,40}PRIVATE KEY-----");

  /** Colours and other orders to a terminal. */
  private static final Pattern CONTROL_SEQUENCE =
      Pattern.compile("\\u001B(?:\\[[0-9;?]*[ -/]*[@-~]|\\][^\\u0007\\u001B]{0,200}\\u0007?)");

  private static final String BEGINNING = PrintedLines.BEGINNING + "\n";
  private static final String REST = "[The rest is left out.]\n";

  public static PrintedText whole(String text) {
    return new PrintedText(text, true, true);
  }

  /**
   * What goes on, up to its last line break: what follows may be half an address or half a secret,
   * which no mask knows.
   */
  public PrintedText growing() {
    return toEnd
        ? new PrintedText(text.substring(0, text.lastIndexOf('\n') + 1), fromBeginning, true)
        : this;
  }

  /**
   * The end of it, masked, with a line in place of what the provider left out.
   *
   * @param most characters
   * @param secrets that are replaced whatever they look like
   */
  public String masked(int most, List<String> secrets) {
    String plain = CONTROL_SEQUENCE.matcher(wholeLines()).replaceAll("");
    // Of one with several lines there may be only some.
    String[] hidden =
        secrets.stream()
            .flatMap(secret -> Stream.concat(Stream.of(secret), secret.lines()))
            .toArray(String[]::new);
    String masked = VisibleText.of(PersonalData.mask(Redactor.redact(plain, hidden)));
    return (fromBeginning ? "" : BEGINNING)
        + end(withoutHalfKey(masked), most)
        + (toEnd ? "" : REST);
  }

  private String wholeLines() {
    String begun = fromBeginning ? text : text.substring(text.indexOf('\n') + 1);
    boolean noLine = !fromBeginning && text.indexOf('\n') < 0;
    if (toEnd || noLine) {
      return noLine ? "" : begun;
    }
    return begun.substring(0, begun.lastIndexOf('\n') + 1);
  }

  private static String end(String masked, int most) {
    if (masked.length() <= most) {
      return masked;
    }
    // A line that begins right there is whole.
    int line = masked.indexOf('\n', masked.length() - most - 1);
    return line < 0 ? "(one line that is too long to be shown)" : masked.substring(line + 1);
  }

  /** It may have been cut in the middle of a key, whose beginning is not seen then. */
  private static String withoutHalfKey(String text) {
    Matcher end = KEY_END.matcher(text);
    return end.find() ? Redactor.REDACTED + withoutHalfKey(text.substring(end.end())) : text;
  }
}

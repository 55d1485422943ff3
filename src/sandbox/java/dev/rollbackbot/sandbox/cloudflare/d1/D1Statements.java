package dev.rollbackbot.sandbox.cloudflare.d1;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits a text into its statements: not within quotes, comments and bodies of triggers. */
final class D1Statements {
  private static final Pattern TOKEN =
      Pattern.compile(
          "--[^\n"
              + "]*|/\\*.*?\\*/|'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|\\b(?i:TRIGGER|BEGIN|CASE|END)\\b|;",
          Pattern.DOTALL);

  private D1Statements() {}

  static List<String> of(String sql) {
    List<String> out = new ArrayList<>();
    Matcher token = TOKEN.matcher(sql);
    boolean trigger = false;
    int open = 0;
    int from = 0;
    while (token.find()) {
      switch (token.group().toUpperCase(Locale.ROOT)) {
        case "TRIGGER" -> trigger = true;
        case "BEGIN", "CASE" -> open += trigger ? 1 : 0;
        case "END" -> open -= trigger ? 1 : 0;
        case ";" -> {
          if (open <= 0) {
            add(out, sql.substring(from, token.start()));
            from = token.end();
            trigger = false;
            open = 0;
          }
        }
        default -> {}
      }
    }
    add(out, sql.substring(from));
    return out;
  }

  private static void add(List<String> out, String statement) {
    if (!statement.replaceAll("--[^\n]*|(?s:/\\*.*?\\*/)", "").isBlank()) {
      out.add(statement.strip());
    }
  }
}

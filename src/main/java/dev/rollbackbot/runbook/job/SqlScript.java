package dev.rollbackbot.runbook.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What of a script can be seen without a database: where its statements end, what they begin with.
 */
public final class SqlScript {
  /** Comments, texts and quoted names; what is in them is no statement. */
  private static final Pattern QUOTED =
      Pattern.compile(
          "--[^\n]*|/\\*.*?\\*/|'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|\\$([A-Za-z_]*)\\$.*?\\$\\1\\$",
          Pattern.DOTALL);

  private static final Pattern TRIGGER =
      Pattern.compile("CREATE\\s+(TEMP\\s+|TEMPORARY\\s+)?TRIGGER\\b.*", Pattern.DOTALL);
  private static final Pattern BODY = Pattern.compile("\\bBEGIN\\b");
  private static final Pattern BODY_END = Pattern.compile("\\bEND\\s*$");
  private static final Pattern WORD = Pattern.compile("^[A-Z]+");

  /** The bot makes the transaction; a script that ended it would be carried out in part. */
  private static final Set<String> OWN_TRANSACTION =
      Set.of(
          "BEGIN",
          "START",
          "COMMIT",
          "END",
          "ROLLBACK",
          "ABORT",
          "SAVEPOINT",
          "RELEASE",
          "PREPARE",
          "VACUUM",
          "ATTACH",
          "DETACH",
          "PRAGMA");

  private SqlScript() {}

  /** Why the script can't be carried out in one transaction; empty: nothing is seen against it. */
  public static Optional<String> problem(String text) {
    List<String> statements = statements(text);
    if (statements.isEmpty()) {
      return Optional.of("holds no statement");
    }
    return statements.stream()
        .map(SqlScript::word)
        .filter(OWN_TRANSACTION::contains)
        .findFirst()
        .map(word ->
            "has a statement that begins with %s; the bot carries the script out in one transaction of its own"
                .formatted(word));
  }

  /** Why that is not one statement that reads; empty: nothing is seen against it. */
  public static Optional<String> queryProblem(String sql) {
    // Other text stands behind it in the same call: a comment could swallow that.
    if (QUOTED.matcher(sql).results().map(MatchResult::group).anyMatch(SqlScript::isComment)) {
      return Optional.of("must hold no comment");
    }
    List<String> statements = statements(sql);
    if (statements.size() != 1) {
      return Optional.of("must be one statement");
    }
    String word = word(statements.getFirst());
    return word.equals("SELECT") || word.equals("WITH")
        ? Optional.empty()
        : Optional.of("must be a SELECT");
  }

  private static boolean isComment(String quoted) {
    return quoted.startsWith("--") || quoted.startsWith("/*");
  }

  private static String word(String statement) {
    Matcher word = WORD.matcher(statement);
    return word.find() ? word.group() : statement;
  }

  /** In upper case, without comments and with blanks for what is quoted. */
  static List<String> statements(String text) {
    String bare = QUOTED.matcher(text).replaceAll(" ").toUpperCase(Locale.ROOT);
    List<String> out = new ArrayList<>();
    StringBuilder statement = new StringBuilder();
    for (String part : bare.split(";", -1)) {
      statement.append(statement.isEmpty() ? part.strip() : ";" + part);
      String so = statement.toString();
      boolean open =
          TRIGGER.matcher(so).matches() && BODY.matcher(so).find() && !BODY_END.matcher(so).find();
      if (!open) {
        if (!so.isBlank()) {
          out.add(so.strip());
        }
        statement.setLength(0);
      }
    }
    if (!statement.toString().isBlank()) {
      out.add(statement.toString().strip());
    }
    return out;
  }
}

package dev.rollbackbot.yaml;

import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** The YAML engine's errors in words for people who don't write YAML every day. */
final class YamlErrorText {
  /** The engine adds this advice to every unexpected character, so it is removed. */
  private static final Pattern ADVICE = Pattern.compile("\\. \\(Do not use .* for indentation\\)");

  private YamlErrorText() {}

  static String of(MarkedYamlEngineException exception) {
    String problem = Optional.ofNullable(exception.getProblem()).orElse("it can't be read");
    if (problem.contains("another document")) {
      return "a second document begins here; one file holds one runbook, without ---";
    }
    String plain = ADVICE.matcher(problem).replaceAll("").replaceAll("\\s+", " ").strip();
    return "this is not YAML: " + plain + begin(exception) + hint(problem);
  }

  /** An unclosed bracket is reported far below the line where it begins. */
  private static String begin(MarkedYamlEngineException exception) {
    int noticed = Position.of(exception.getProblemMark()).line();
    return exception
        .getContextMark()
        .map(m -> m.getLine() + 1)
        .filter(line -> line != noticed)
        .map(line -> ", in what begins in line " + line)
        .orElse("");
  }

  private static String hint(String problem) {
    if (problem.contains("'\\t'") || problem.contains("\\t(TAB)")) {
      return "; indent with blanks, not with tabs";
    }
    if (problem.contains("cannot start any token")) {
      return "; text that begins with @, `, % or another special character needs quotes";
    }
    if (problem.contains("mapping values are not allowed")) {
      return "; text with a colon and a blank in it needs quotes, or the indentation is off";
    }
    if (problem.contains("expected <block end>")) {
      return "; look at the indentation of this line and of the one above";
    }
    return "";
  }
}

package dev.rollbackbot.yaml;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** The engine's complaints in words for people who don't write YAML every day. */
final class SyntaxMessage {
  private SyntaxMessage() {}

  static String of(MarkedYamlEngineException e, String text) {
    String problem = Optional.ofNullable(e.getProblem()).orElse("it can't be read");
    return "this is not YAML: " + problem.replaceAll("\\s+", " ").strip() + hint(problem);
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
    if (problem.contains("expected a single document") || problem.contains("another document")) {
      return "; one file holds one runbook, without ---";
    }
    return "";
  }
}

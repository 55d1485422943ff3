package dev.rollbackbot.yaml;

import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.SourceText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads runbook files. What a runbook may say is in {@code docs/writing-a-runbook.md} and, for
 * editors, in {@code runbooks/runbook.schema.json}. Safe for use by several threads.
 */
public final class RunbookReader {
  /** The largest file that is read, in bytes of UTF-8. */
  public static final int MAX_BYTES = 256 * 1024;

  private static final String ARCHIVED = "archived runbook";

  private final Map<String, String> variables;

  /**
   * A reader that fills {@code ${RUNBOOK_…}} from these.
   *
   * @param variables values by name; names that don't begin with {@code RUNBOOK_} are not used
   */
  public RunbookReader(Map<String, String> variables) {
    this.variables = Map.copyOf(variables);
  }

  /**
   * Reads one file. Never throws for what the text says.
   *
   * @param file its name, for messages
   * @param text the whole of it
   */
  public RunbookReadResult read(String file, String text) {
    ProblemCollector problemCollector = new ProblemCollector(file);
    if (tooLarge(text, problemCollector)) {
      return new RunbookReadResult(Optional.empty(), problemCollector.inOrder());
    }
    return parse(
        file,
        InterpolatedText.interpolate(withoutByteOrderMark(text), variables, problemCollector),
        problemCollector);
  }

  /**
   * Reads the archived text of a runbook ({@link SourceText#text()}); its variables are filled in
   * already.
   *
   * @throws IllegalStateException if it is not valid; the message lists the problems
   */
  public Runbook reread(String sourceText) {
    ProblemCollector problemCollector = new ProblemCollector(ARCHIVED);
    RunbookReadResult result =
        parse(ARCHIVED, InterpolatedText.uninterpolated(sourceText), problemCollector);
    return result
        .runbook()
        .orElseThrow(() ->
            new IllegalStateException(
                result.problems().stream()
                    .map(Problem::toString)
                    .collect(Collectors.joining("\n"))));
  }

  private static RunbookReadResult parse(
      String file, InterpolatedText interpolated, ProblemCollector problemCollector) {
    problemCollector.positionsFrom(interpolated);
    Optional<Node> root = YamlTree.compose(interpolated.text(), problemCollector);
    Optional<Runbook> runbook =
        root.map(node ->
            new RunbookMapper(problemCollector)
                .read(
                    new YamlValue(problemCollector, "the runbook", node),
                    SourceText.of(file, interpolated.text())));
    return new RunbookReadResult(
        problemCollector.anyError() ? Optional.empty() : runbook, problemCollector.inOrder());
  }

  private static boolean tooLarge(String text, ProblemCollector problemCollector) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_BYTES) {
      problemCollector.error(
          Position.START, "the file has " + bytes + " bytes; at most " + MAX_BYTES + " are read");
    }
    return bytes > MAX_BYTES;
  }

  private static String withoutByteOrderMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /**
   * What came of a file.
   *
   * @param runbook present only if there is no ERROR
   * @param problems from the top of the file to its end; warnings are looked for only when there is
   *     no error
   */
  public record RunbookReadResult(Optional<Runbook> runbook, List<Problem> problems) {
    public RunbookReadResult {
      problems = List.copyOf(problems);
    }
  }

  /**
   * Something wrong, or probably wrong, in a file.
   *
   * @param file its name as given to {@link #read}
   * @param line counted from 1
   * @param column counted from 1, in characters
   * @param message what is wrong and what is allowed
   */
  public record Problem(
      ProblemLevel problemLevel, String file, int line, int column, String message) {
    @Override
    public String toString() {
      return "%s:%d:%d: %s: %s"
          .formatted(file, line, column, problemLevel.name().toLowerCase(Locale.ROOT), message);
    }
  }

  /** How bad a problem is. */
  public enum ProblemLevel {
    /** The runbook can't be used. */
    ERROR,
    /** It can be used; someone should look. */
    WARNING
  }
}

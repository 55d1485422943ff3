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
 * Parses runbook files. The format is in {@code docs/writing-a-runbook.md} and, for editors, in
 * {@code runbooks/runbook.schema.json}. Thread-safe.
 */
public final class RunbookReader {
  /** Limit for one file, in bytes of UTF-8. */
  public static final int MAX_BYTES = 256 * 1024;

  private static final String ARCHIVED = "archived runbook";

  private final Map<String, String> variables;

  /** {@code variables} are the values of {@code ${RUNBOOK_…}}; other names are ignored. */
  public RunbookReader(Map<String, String> variables) {
    this.variables = Map.copyOf(variables);
  }

  /** Parses one file; never throws for what {@code text} holds. {@code file} is for messages. */
  public RunbookReadResult read(String file, String text) {
    ProblemCollector problems = new ProblemCollector(file, false);
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_BYTES) {
      problems.error(
          Position.START, "the file has " + bytes + " bytes; at most " + MAX_BYTES + " are read");
      return new RunbookReadResult(Optional.empty(), problems.inOrder());
    }
    String withoutByteOrderMark = text.startsWith("\uFEFF") ? text.substring(1) : text;
    return parse(
        file,
        InterpolatedText.interpolate(withoutByteOrderMark, variables, problems),
        problems,
        false);
  }

  /**
   * Parses the stored text of a runbook ({@link SourceText#text()}), without interpolation.
   *
   * @throws IllegalStateException if it is not valid; the message lists the problems
   */
  public Runbook reread(String sourceText) {
    ProblemCollector problems = new ProblemCollector(ARCHIVED, true);
    return parse(ARCHIVED, InterpolatedText.uninterpolated(sourceText), problems, true)
        .runbook()
        .orElseThrow(() ->
            new IllegalStateException(
                problems.inOrder().stream()
                    .map(Problem::toString)
                    .collect(Collectors.joining("\n"))));
  }

  private static RunbookReadResult parse(
      String file, InterpolatedText interpolated, ProblemCollector problems, boolean archived) {
    problems.positionsFrom(interpolated);
    Optional<Node> root = YamlTree.compose(interpolated.text(), problems);
    Optional<Runbook> runbook =
        root.map(node ->
            new RunbookMapper(problems, archived)
                .read(
                    new YamlValue(problems, "the runbook", node),
                    SourceText.of(file, interpolated.text())));
    return new RunbookReadResult(
        problems.anyError() ? Optional.empty() : runbook, problems.inOrder());
  }

  /**
   * The runbook, or why there is none.
   *
   * @param runbook present only if there is no ERROR
   * @param problems by position; warnings are complete only if there is no error
   */
  public record RunbookReadResult(Optional<Runbook> runbook, List<Problem> problems) {
    public RunbookReadResult {
      problems = List.copyOf(problems);
    }
  }

  /**
   * An error or warning, with lines and columns from 1.
   *
   * @param file as given to {@link #read}
   * @param message what is wrong and what is allowed
   */
  public record Problem(ProblemLevel level, String file, int line, int column, String message) {
    @Override
    public String toString() {
      return "%s:%d:%d: %s: %s"
          .formatted(file, line, column, level.name().toLowerCase(Locale.ROOT), message);
    }
  }

  public enum ProblemLevel {
    /** The runbook can't be used. */
    ERROR,
    /** The runbook can be used. */
    WARNING
  }
}

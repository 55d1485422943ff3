package dev.rollbackbot.yaml;

import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.ServiceRef.ClusterRef;
import dev.rollbackbot.runbook.SourceText;
import dev.rollbackbot.runbook.job.TextWithPatches;
import dev.rollbackbot.yaml.MethodMapper.PatchReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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
  private final Function<String, Optional<ClusterRef>> clusters;

  /** {@code variables} are the values of {@code ${RUNBOOK_…}}; other names are ignored. */
  public RunbookReader(Map<String, String> variables) {
    this(variables, _ -> Optional.empty());
  }

  /** {@code clusters} tells the cluster of an environment, by its id. */
  public RunbookReader(
      Map<String, String> variables, Function<String, Optional<ClusterRef>> clusters) {
    this.variables = Map.copyOf(variables);
    this.clusters = clusters;
  }

  /** The files that stand beside a runbook. */
  @FunctionalInterface
  public interface FolderFiles {
    /** There are none. */
    FolderFiles NONE =
        name -> {
          throw new NoSuchFileException(name);
        };

    /**
     * The text of the file of that name, at most {@link #MAX_BYTES} long.
     *
     * @throws NoSuchFileException there is none
     * @throws java.nio.charset.CharacterCodingException it is not UTF-8
     */
    String text(String name) throws IOException;
  }

  /** A file with none beside it. */
  public RunbookReadResult read(String file, String text) {
    return read(file, text, FolderFiles.NONE);
  }

  /** Parses one file; never throws for what {@code text} holds. {@code file} is for messages. */
  public RunbookReadResult read(String file, String text, FolderFiles beside) {
    ProblemCollector problems = new ProblemCollector(file, false);
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_BYTES) {
      problems.error(
          Position.START, "the file has " + bytes + " bytes; at most " + MAX_BYTES + " are read");
      return new RunbookReadResult(Optional.empty(), problems.inOrder());
    }
    if (TextWithPatches.separated(text)) {
      problems.error(
          Position.START,
          "the line \"%s\" can't stand in a runbook; remove it"
              .formatted(TextWithPatches.SEPARATOR));
      return new RunbookReadResult(Optional.empty(), problems.inOrder());
    }
    String withoutByteOrderMark = text.startsWith("\uFEFF") ? text.substring(1) : text;
    return parse(
        file,
        InterpolatedText.interpolate(withoutByteOrderMark, variables, problems),
        problems,
        new PatchReader(false, beside));
  }

  /**
   * Parses the stored text of a runbook ({@link SourceText#text()}), without interpolation.
   *
   * @throws IllegalStateException if it is not valid; the message lists the problems
   */
  public Runbook reread(String sourceText) {
    ProblemCollector problems = new ProblemCollector(ARCHIVED, true);
    TextWithPatches stored = TextWithPatches.of(sourceText);
    PatchReader patches = new PatchReader(true, name -> stored.patch(name).text());
    return parse(ARCHIVED, InterpolatedText.uninterpolated(stored.yaml()), problems, patches)
        .runbook()
        .orElseThrow(() ->
            new IllegalStateException(
                problems.inOrder().stream()
                    .map(Problem::toString)
                    .collect(Collectors.joining("\n"))));
  }

  private RunbookReadResult parse(
      String file, InterpolatedText interpolated, ProblemCollector problems, PatchReader patches) {
    problems.positionsFrom(interpolated);
    Optional<Node> root = YamlTree.compose(interpolated.text(), problems);
    Optional<Runbook> runbook =
        root.map(node ->
            new RunbookMapper(problems, patches, clusters)
                .read(
                    new YamlValue(problems, "the runbook", node),
                    () ->
                        SourceText.of(
                            file,
                            new TextWithPatches(interpolated.text(), patches.taken()).stored())));
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

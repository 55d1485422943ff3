package dev.rollbackbot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.yaml.folder.RunbookDirectory;
import dev.rollbackbot.yaml.folder.RunbookSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of docs/procedures.md has a row for each part of the bundled runbook. */
@Pure
final class ProceduresTableTest {
  private static final Pattern HEADING = Pattern.compile("\n\n(.+)");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| ([^|]+) \\| ([^|]+) \\| ([^|]+) \\|$");
  private static final Pattern TEST = Pattern.compile("`(\\w+Test)`");

  private static List<MatchResult> rows(int table) throws IOException {
    String[] tables = Files.readString(Path.of("docs", "procedures.md")).split("\n## ", -1);
    return ROW.matcher(tables[table]).results().skip(2).toList();
  }

  @Test
  void its_first_column_is_the_headings_of_the_bundled_runbook() throws IOException {
    String runbook =
        RunbookPrinter.of(
            RunbookDirectory.read(new RunbookSource(Optional.empty(), Map.of(), Optional.empty()))
                .find("factory")
                .orElseThrow());
    List<String> headings =
        HEADING
            .matcher(runbook)
            .results()
            .map(r -> r.group(1).replaceFirst(" \\(.*|^(Drill),.*", "$1"))
            .toList();
    assertThat(rows(1).stream().map(row -> row.group(1))).containsExactlyElementsOf(headings);
  }

  @Test
  void every_part_is_played_by_a_test_that_there_is_or_is_said_to_be_missing() throws IOException {
    Set<String> tests;
    try (Stream<Path> files = Files.walk(Path.of("src", "test", "java"))) {
      tests =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith("Test.java"))
              .map(name -> name.replace(".java", ""))
              .collect(Collectors.toSet());
    }
    for (MatchResult row : Stream.concat(rows(1).stream(), rows(2).stream()).toList()) {
      List<String> named = TEST.matcher(row.group(3)).results().map(test -> test.group(1)).toList();
      assertThat(tests).as(row.group()).containsAll(named);
      assertThat(named.isEmpty()).as(row.group()).isEqualTo(row.group(3).equals("not yet"));
    }
  }
}

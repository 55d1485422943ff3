package dev.rollbackbot.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests and the tables that the documents about security and privacy name. */
final class SecurityDocumentsTest {
  private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z]+(?:Test|Resolved))`");
  private static final Pattern TABLE = Pattern.compile("create table (?:if not exists )?(\\w+)");

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"docs/security.md", "docs/privacy.md"})
  void every_test_that_is_named_exists(String document) throws IOException {
    Set<String> named =
        TEST.matcher(read(Path.of(document)))
            .results()
            .map(match -> match.group(1))
            .collect(Collectors.toSet());
    assertThat(named).isNotEmpty();
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      assertThat(files.map(file -> file.getFileName().toString().replace(".java", "")).toList())
          .containsAll(named);
    }
  }

  @Test
  void every_line_about_security_names_a_test_or_says_that_nothing_stops_it() {
    List<String> lines =
        read(Path.of("docs/security.md"))
            .lines()
            .filter(line -> line.startsWith("| "))
            .filter(line -> !line.startsWith("| ---"))
            .filter(line -> !line.endsWith("| held by |"))
            .toList();
    assertThat(lines).hasSizeGreaterThan(20);
    assertThat(lines)
        .allMatch(line -> TEST.matcher(line).find() || line.contains("nothing in the bot"));
  }

  @Test
  void every_table_of_the_database_is_in_the_document_about_privacy() throws IOException {
    String document = read(Path.of("docs/privacy.md"));
    try (Stream<Path> migrations = Files.list(Path.of("src/main/resources/db/migration"))) {
      List<String> tables =
          migrations
              .flatMap(file -> TABLE.matcher(read(file)).results())
              .map(match -> match.group(1))
              .toList();
      assertThat(tables).hasSizeGreaterThan(8);
      assertThat(tables).allMatch(table -> document.contains("`" + table + "`"));
    }
  }
}

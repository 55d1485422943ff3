package dev.rollbackbot.typed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.typed.TypedCommand.EnvironmentUnknown;
import dev.rollbackbot.typed.TypedCommand.NotUnderstood;
import dev.rollbackbot.typed.TypedCommand.RunbookTyped;
import dev.rollbackbot.typed.TypedCommand.WordTyped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of docs/what-people-type.md is what the parser does. */
@Pure
public final class TypedFormsTest {
  static final CommandParser PARSER =
      new CommandParser(
          Map.of(
              "factory", List.of("sandbox", "production", "staging"),
              "planning-machine", List.of("production")));

  private static final Pattern ROW =
      Pattern.compile("\\| `([^`]*)` \\| `([^`]+)` \\|", Pattern.MULTILINE);

  private static final Pattern CHARACTER = Pattern.compile("\\{U\\+([0-9A-F]{4})}");

  /** A row of the table; {@code typed} as Slack sends it. */
  public record TypedForm(String typed, String becomes) {}

  public static List<TypedForm> forms() {
    try {
      return ROW.matcher(Files.readString(Path.of("docs/what-people-type.md")))
          .results()
          .map(row -> new TypedForm(characters(row.group(1)), row.group(2)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String characters(String cell) {
    return CHARACTER
        .matcher(cell.replace("\\|", "|"))
        .replaceAll(
            m -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(m.group(1), 16))));
  }

  static String becomes(TypedCommand command) {
    return switch (command) {
      case WordTyped _, RunbookTyped _ -> command.shown();
      case EnvironmentUnknown unknown ->
          unknown.nearest().map(e -> unknown.runbook() + " " + e).orElse("nothing near")
              + "; not understood: "
              + unknown.typed();
      case NotUnderstood unknown ->
          unknown.nearest().map(TypedCommand::shown).orElse("nothing near")
              + "; not understood: "
              + unknown.typed();
    };
  }

  @ParameterizedTest
  @MethodSource("forms")
  void a_typed_form_becomes_what_the_table_says(TypedForm form) {
    assertThat(becomes(PARSER.parse(form.typed()))).isEqualTo(form.becomes());
  }

  @Test
  void the_table_is_read_whole() {
    assertThat(forms()).hasSizeGreaterThan(100);
  }

  @Test
  void a_number_alone_is_told_from_one_with_a_mark() {
    assertThat(PARSER.parse("cancel 12 pages fail"))
        .isEqualTo(
            new WordTyped(
                CommandWord.CANCEL,
                Optional.of(
                    new TypedReference.ByBareNumber(
                        new TypedReference.ByNumber("12"), "12 pages fail")),
                "pages fail"));
    assertThat(Stream.of("cancel #12 pages fail", "cancel INC 12 pages fail").map(PARSER::parse))
        .containsOnly(
            new WordTyped(
                CommandWord.CANCEL, Optional.of(new TypedReference.ByNumber("12")), "pages fail"));
  }
}

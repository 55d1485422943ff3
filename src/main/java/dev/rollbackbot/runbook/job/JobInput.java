package dev.rollbackbot.runbook.job;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A value that people choose before the plan is approved.
 *
 * @param id as it stands between braces in the job
 * @param standard the value if nobody chooses another one; empty: somebody has to
 */
public record JobInput(String id, String title, InputKind kind, Optional<String> standard) {
  /** A value of any kind has at most as many characters. */
  public static final int MAX_LENGTH = 300;

  /** What may be entered. */
  public sealed interface InputKind {}

  public record ChoiceInput(List<String> options) implements InputKind {
    public ChoiceInput {
      options = List.copyOf(options);
    }
  }

  /**
   * One line.
   *
   * @param pattern the whole value matches it; as text, so that equal runbooks are equal
   */
  public record TextInput(String pattern) implements InputKind {}

  /**
   * Ids of commits, in full or short, with a blank between them, in the order to use.
   *
   * @param known ids that are offered first
   */
  public record CommitsInput(List<String> known) implements InputKind {
    public static final int MOST = 10;

    private static final Pattern IDS = Pattern.compile("[0-9a-f]{7,40}( [0-9a-f]{7,40}){0,9}");
    private static final Pattern ID = Pattern.compile("[0-9a-f]{7,40}");

    public CommitsInput {
      known = List.copyOf(known);
    }

    public static boolean isId(String text) {
      return ID.matcher(text).matches();
    }
  }

  /** Why the value can't be used, in one sentence; empty: it can. */
  public Optional<String> problem(String value) {
    if (value.length() > MAX_LENGTH || value.lines().count() != 1) {
      return Optional.of("It is one line of at most " + MAX_LENGTH + " characters.");
    }
    // What runs is what was read and approved.
    if (!PlainText.isPlain(value)) {
      return Optional.of("It contains a character that can't be seen as what it is.");
    }
    // It would be taken for an option of a program.
    if (value.startsWith("-")) {
      return Optional.of("It can't begin with a hyphen.");
    }
    return switch (kind) {
      case ChoiceInput(List<String> options) ->
          options.contains(value)
              ? Optional.empty()
              : Optional.of("It is one of " + String.join(", ", options) + ".");
      case TextInput(String pattern) ->
          Pattern.matches(pattern, value)
              ? Optional.empty()
              : Optional.of("It must match " + pattern + ".");
      case CommitsInput _ ->
          CommitsInput.IDS.matcher(value).matches()
              ? Optional.empty()
              : Optional.of(
                  "It is one to ten ids of commits with a blank between them, such as 3f9c2d1.");
    };
  }
}

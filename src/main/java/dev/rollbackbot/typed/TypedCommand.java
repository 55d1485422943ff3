package dev.rollbackbot.typed;

import java.util.Optional;

/** What a typed line means. */
public sealed interface TypedCommand {
  /**
   * As it would be typed without a mistake, in the form in which Slack would send it; typed again,
   * it means the same.
   */
  String line();

  /** {@link #line()} as it is shown. */
  default String shown() {
    return TypedText.of(line()).shown();
  }

  /**
   * One of the bot's words.
   *
   * @param incident the incident that was named
   * @param rest what follows the incident: a reason, or the id of a runbook
   */
  record WordTyped(CommandWord word, Optional<TypedReference> incident, String rest)
      implements TypedCommand {
    @Override
    public String line() {
      if (incident.orElse(null) instanceof TypedReference.ByBareNumber(var _, String text)) {
        return word.word() + " " + TypedText.escape(text);
      }
      String about = incident.map(i -> " " + i.line()).orElse("");
      return word.word() + about + (rest.isEmpty() ? "" : " " + TypedText.escape(rest));
    }
  }

  /** A runbook, and which of its environments. */
  record RunbookTyped(String runbook, Optional<String> environment) implements TypedCommand {
    @Override
    public String line() {
      return runbook + environment.map(e -> " " + e).orElse("");
    }
  }

  /** A runbook, and what is none of its environments; {@code nearest}: an environment of it. */
  record EnvironmentUnknown(String runbook, String typed, Optional<String> nearest)
      implements TypedCommand {
    @Override
    public String line() {
      return runbook + " " + TypedText.escape(typed);
    }
  }

  /**
   * Means nothing.
   *
   * @param first its first word, in lower case
   * @param nearest the line that was probably meant
   */
  record NotUnderstood(String typed, String first, Optional<TypedCommand> nearest)
      implements TypedCommand {
    @Override
    public String line() {
      return TypedText.escape(typed);
    }
  }
}

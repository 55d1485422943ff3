package dev.rollbackbot.slack.inbound.trigger;

import static dev.rollbackbot.slack.view.blockkit.Mrkdwn.escape;
import static dev.rollbackbot.slack.view.blockkit.Mrkdwn.quote;

import dev.rollbackbot.app.RoleDirectory;
import dev.rollbackbot.app.RoleDirectory.RoleLookupResult;
import dev.rollbackbot.app.Runbooks;
import dev.rollbackbot.app.trigger.FiringRecord;
import dev.rollbackbot.app.trigger.FiringRecord.FiringJudgement;
import dev.rollbackbot.app.trigger.TriggerKey;
import dev.rollbackbot.app.trigger.TriggerRecords;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.Visibility;
import dev.rollbackbot.typed.CommandWord;
import dev.rollbackbot.typed.TypedCommand;
import dev.rollbackbot.typed.TypedCommand.WordTyped;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The word "triggers": what fired and what was made of it. Judging a firing, which the buttons
 * under the answer do, is for those who may act; everybody may read, except what a private runbook
 * is about.
 *
 * @param records what is stored
 */
public record TriggersWord(TriggerRecords records, Runbooks runbooks, RoleDirectory roles) {
  private static final Duration SHOWN_FOR = Duration.ofDays(30);
  private static final int MOST = 200;

  /** A phone shows so many buttons without scrolling, two for each firing. */
  private static final int OFFERED = 2;

  /**
   * The answer.
   *
   * @param lines each becomes a button that does what typing it would do
   */
  public record TriggersAnswer(String text, List<TypedCommand> lines) {
    public TriggersAnswer {
      lines = List.copyOf(lines);
    }

    static TriggersAnswer of(String text) {
      return new TriggersAnswer(text, List.of());
    }
  }

  /**
   * Answers.
   *
   * @param rest what was typed after the word
   */
  public TriggersAnswer answer(String person, String rest, Instant now) {
    List<String> words =
        Arrays.stream(rest.strip().split("\\s+", -1)).filter(w -> !w.isEmpty()).toList();
    Optional<FiringJudgement> judgement =
        words.stream().findFirst().flatMap(TriggersWord::judgement);
    if (judgement.isPresent()) {
      return judge(person, judgement.get(), words, now);
    }
    if (words.isEmpty()) {
      return list(runbooks.all().stream().filter(r -> mayRead(person, r)).toList(), now);
    }
    Optional<Runbook> runbook = runbooks.find(words.getFirst().toLowerCase(Locale.ROOT));
    return runbook
        .map(r ->
            mayRead(person, r)
                ? list(List.of(r), now)
                : TriggersAnswer.of(
                    "%s is private: what fired there is shown to those who may roll back there."
                        .formatted(escape(r.name()))))
        .orElseGet(() ->
            TriggersAnswer.of("There is no runbook “%s”.".formatted(quote(words.getFirst()))));
  }

  /** What fired there tells of private incidents; who that is can't be told means nobody. */
  private boolean mayRead(String person, Runbook runbook) {
    return runbook.visibility() != Visibility.PRIVATE
        || runbook.environments().stream()
            .anyMatch(environment -> refused(roles.roles(person, environment)).isEmpty());
  }

  private static Optional<FiringJudgement> judgement(String word) {
    return Arrays.stream(FiringJudgement.values())
        .filter(judgement -> judgement.name().equalsIgnoreCase(word))
        .findFirst();
  }

  private TriggersAnswer list(List<Runbook> shown, Instant now) {
    List<String> ids = shown.stream().map(Runbook::id).toList();
    List<FiringRecord> firings =
        records.firings(now.minus(SHOWN_FOR), MOST).stream()
            .filter(f -> ids.contains(f.trigger().runbook()))
            .toList();
    return new TriggersAnswer(TriggersText.of(shown, firings), offered(firings));
  }

  /** The newest firing of a trigger is judged first; older ones can be typed. */
  private static List<TypedCommand> offered(List<FiringRecord> firings) {
    List<TriggerKey> seen = new ArrayList<>();
    List<TypedCommand> lines = new ArrayList<>();
    for (FiringRecord firing : firings) {
      if (firing.judgement().isEmpty()
          && !seen.contains(firing.trigger())
          && seen.size() < OFFERED) {
        seen.add(firing.trigger());
        for (FiringJudgement judgement : FiringJudgement.values()) {
          lines.add(line(firing, judgement));
        }
      }
    }
    return lines;
  }

  private static TypedCommand line(FiringRecord firing, FiringJudgement judgement) {
    TriggerKey key = firing.trigger();
    return new WordTyped(
        CommandWord.TRIGGERS,
        Optional.empty(),
        "%s %s %s %s %s"
            .formatted(
                judgement.name().toLowerCase(Locale.ROOT),
                key.trigger(),
                key.environment(),
                key.runbook(),
                firing.firedAt()));
  }

  private TriggersAnswer judge(
      String person, FiringJudgement judgement, List<String> words, Instant now) {
    if (words.size() < 4) {
      return TriggersAnswer.of(
          "Which one? Type the trigger, its environment and its runbook, such as `triggers %s error-rate production factory`."
              .formatted(words.getFirst().toLowerCase(Locale.ROOT)));
    }
    TriggerKey key = new TriggerKey(words.get(3), words.get(2), words.get(1));
    Optional<Environment> environment =
        runbooks.find(key.runbook()).flatMap(r -> r.environment(key.environment()));
    Optional<Instant> until = words.size() > 4 ? time(words.get(4)) : Optional.of(now);
    if (environment.isEmpty() || until.isEmpty()) {
      return TriggersAnswer.of(
          "No firing is known by “%s”. Nothing was stored."
              .formatted(quote(String.join(" ", words))));
    }
    Optional<String> refused = refused(roles.roles(person, environment.get()));
    if (refused.isPresent()) {
      return TriggersAnswer.of(refused.get());
    }
    return TriggersAnswer.of(
        records.judge(key, until.get(), judgement)
            ? "Stored: that %s fired in %s was %s."
                .formatted(
                    escape(key.trigger()),
                    escape(key.environment()),
                    judgement.name().toLowerCase(Locale.ROOT))
            : "%s has not fired in %s. Nothing was stored."
                .formatted(escape(key.trigger()), escape(key.environment())));
  }

  /** The stored time has no more than milliseconds. */
  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(Instant.parse(text.toUpperCase(Locale.ROOT)));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> refused(RoleLookupResult result) {
    return switch (result) {
      case RoleDirectory.KnownRoles(var known) when !known.isEmpty() -> Optional.empty();
      case RoleDirectory.KnownRoles _, RoleDirectory.NoRoles _ ->
          Optional.of("Only those who may roll back there can say so. Nothing was stored.");
      case RoleDirectory.RolesUnavailable(String why, boolean _) ->
          Optional.of(
              "Slack can't say at the moment whether you may say so: %s. Nothing was stored."
                  .formatted(escape(why)));
    };
  }
}

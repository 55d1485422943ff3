package dev.rollbackbot.incident.text;

import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.assessment.UnattendedStart;
import dev.rollbackbot.incident.rollback.Ending;
import dev.rollbackbot.incident.rollback.LiveReading;
import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.RollbackAuthorization;
import dev.rollbackbot.incident.rollback.RollbackResult;
import dev.rollbackbot.incident.rollback.ServiceResult;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.incident.verification.Checklist;
import dev.rollbackbot.incident.verification.ItemStatus;
import dev.rollbackbot.incident.verification.VerificationResults;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How an incident ended, in words; every claim of success is made here, of what was read. */
public final class EndingText {
  private static final String UNSEEN =
      "”: nobody has seen the end of an attempt, which may still take effect.";

  private EndingText() {}

  /** In a few words, for lists and headings. */
  public static String words(Ending ending) {
    return switch (ending) {
      case ROLLED_BACK -> "rolled back";
      case PARTLY_ROLLED_BACK -> "partly rolled back";
      case WITHOUT_ROLLBACK -> "without a rollback";
    };
  }

  /** The same, once more may have happened since. */
  static String words(State.Resolved state) {
    return words(state.result().ending()) + since(state.watch().toldOfChange());
  }

  static String since(boolean changed) {
    return changed ? ", then something changed again" : "";
  }

  /** The first line of RESOLVED. */
  static RichText headline(IncidentDetails details, Ending ending) {
    String name = details.runbook().name();
    return RichText.of(
        switch (ending) {
          case ROLLED_BACK -> ":white_check_mark: *RESOLVED: " + name + " rolled back*";
          case PARTLY_ROLLED_BACK -> ":warning: *RESOLVED: " + name + " partly rolled back*";
          case WITHOUT_ROLLBACK -> ":warning: *RESOLVED without a rollback: " + name + "*";
        });
  }

  /**
   * The same for people outside engineering: that a version is back is said only if it was read.
   */
  static RichText stakeholderHeadline(IncidentDetails details, RollbackResult result) {
    String claim =
        switch (result.ending()) {
          case ROLLED_BACK ->
              result.allWentBack()
                  ? "the version before is back"
                  : result.anyChanged()
                      ? "another version is live"
                      : "every step to go back is done";
          case PARTLY_ROLLED_BACK ->
              result.anyWentBack()
                  ? "the version before is back in part"
                  : result.anyChanged()
                      ? "another version is live in part"
                      : "a part of the steps to go back is done";
          case WITHOUT_ROLLBACK -> "we have finished, without going back";
        };
    return RichText.of("*" + details.runbook().name() + ": " + claim + "*");
  }

  /** One line for each service: what is live, as read for the second signature. */
  public static RichText services(List<ServiceResult> services) {
    RichText out = RichText.EMPTY;
    for (ServiceResult service : services) {
      out = out.text(out.spans().isEmpty() ? "" : "\n").add(service(service));
    }
    return out;
  }

  /** With the time of the reading: something else may be live since. */
  private static RichText service(ServiceResult result) {
    RichText out = RichText.of("• " + result.service().service().name() + ": ");
    if (result.live().isEmpty()) {
      return out.text("what is live could not be read");
    }
    return match(result, out).text(", read ").time(result.reading().orElseThrow().at());
  }

  /** A reading by itself, where nothing is to be compared with it. */
  public static RichText read(LiveReading reading) {
    RichText out = RichText.of("• " + reading.service().service().name() + ": ");
    return reading.live().isEmpty()
        ? out.text("what is live could not be read")
        : out.quote(reading.live().get().label())
            .text(" was live when it was read, ")
            .time(reading.at());
  }

  private static RichText match(ServiceResult result, RichText out) {
    String live = result.live().orElseThrow().label();
    String target = result.target().map(v -> ", not " + v.label()).orElse("");
    return switch (result.match()) {
      case ON_TARGET -> out.quote(live).text(" is live, as planned");
      // Somebody else may have deployed it at the same time.
      case BY_HAND -> out.quote(live + instead(result)).text(", after work by hand");
      case BY_JOB -> out.quote(live + instead(result)).text(", after a job of this rollback");
      case EARLIER_TARGET ->
          out.quote(live)
              .text(" is live, the target of an earlier plan; nothing shows that the last one")
              .text(" changed it");
      case NOT_AS_PLANNED -> out.quote(live).text(" is live").quote(target);
      case NOT_READ -> out.text("what is live could not be read");
    };
  }

  private static String instead(ServiceResult result) {
    return result.before().map(was -> " is live instead of " + was.label()).orElse(" is live");
  }

  /** What was left out, skipped, waived or done without a second person, one line each. */
  public static RichText exceptions(IncidentDetails details, State.Resolved state) {
    List<RichText> lines = new ArrayList<>();
    for (StepRun step : state.result().notDone()) {
      lines.add(RichText.of("“" + step.step().title() + "”: ").add(StepText.resultText(step)));
    }
    for (StepRun step : state.result().earlierUnread()) {
      lines.add(
          RichText.of("“" + step.step().title() + "” of an earlier plan: ")
              .add(StepText.resultText(step)));
    }
    Stream.concat(details.earlierRollbacks().stream(), Stream.of(state.rollback()))
        .flatMap(r -> r.steps().stream())
        .filter(StepRun::endUnseen)
        .map(step -> RichText.of("“" + step.step().title() + UNSEEN))
        .distinct()
        .forEach(lines::add);
    details.earlierRollbacks().stream()
        .flatMap(r -> withoutApproval(r, UnattendedStart.changedNothing(r)).stream())
        .forEach(lines::add);
    lines.addAll(withoutApproval(state.rollback(), false));
    for (Checklist.TrackedItem entry : details.checklist().entries()) {
      if (entry.status() instanceof ItemStatus.Skipped skipped) {
        lines.add(skipped("Skipped", entry.item().title(), skipped));
      }
    }
    VerificationResults results = state.signedResults();
    for (VerificationResults.ProbeRun run : results.probes()) {
      run.waiver().ifPresent(w -> lines.add(skipped("Waived", run.probe().title(), w)));
    }
    for (VerificationResults.CheckRun run : results.checks()) {
      if (run.status() instanceof ItemStatus.Skipped skipped) {
        lines.add(skipped("Waived", run.check().title(), skipped));
      }
    }
    if (state.result().services().isEmpty()) {
      lines.add(
          RichText.of("No service was read: what the steps did is known from their ends alone."));
    }
    if (results.probes().isEmpty()) {
      lines.add(RichText.of(nothingMeasured(results)));
    }
    RichText out = RichText.EMPTY;
    for (RichText line : lines) {
      out = out.text("\n– ").add(line);
    }
    return out;
  }

  private static String nothingMeasured(VerificationResults results) {
    return "Nothing was measured here: "
        + (confirmed(results)
            ? "what people confirmed is the only evidence."
            : "the two signatures are the only evidence.");
  }

  private static String list(State.Resolved state, String what, Predicate<ServiceResult> which) {
    String names =
        state.result().services().stream()
            .filter(s -> !s.takenBack())
            .filter(which)
            .map(s -> s.service().service().name())
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "" : "\n\n" + what + ": " + names + ".";
  }

  private static boolean confirmed(VerificationResults results) {
    return results.checks().stream().anyMatch(c -> c.status() instanceof ItemStatus.Done);
  }

  private static List<RichText> withoutApproval(Rollback rollback, boolean inVain) {
    return switch (rollback.authorization()) {
      case RollbackAuthorization.Approval _ -> List.of();
      case RollbackAuthorization.Automatic automatic ->
          List.of(
              RichText.of(
                  "Plan "
                      + Plan.shortHash(automatic.planHash())
                      + (inVain
                          ? " began automatically, without an approval, and changed nothing."
                          : " went on automatically, without an approval.")));
      case RollbackAuthorization.BreakGlassOverride override ->
          List.of(
              RichText.of(
                      "Plan " + Plan.shortHash(override.planHash()) + " went on by break-glass of ")
                  .person(override.by())
                  .text(": ")
                  .quote(override.reason()));
    };
  }

  private static RichText skipped(String what, String title, ItemStatus.Skipped skipped) {
    return RichText.of(what + ": “" + title + "” by ")
        .person(skipped.by())
        .text(", ")
        .quote(skipped.reason());
  }

  /** For people outside engineering: what was not done or not checked. */
  static RichText stakeholderExceptions(State.Resolved state) {
    VerificationResults results = state.signedResults();
    List<String> unchecked =
        Stream.concat(
                results.probes().stream()
                    .filter(r -> r.waiver().isPresent())
                    .map(r -> r.probe().title()),
                results.checks().stream()
                    .filter(r -> r.status() instanceof ItemStatus.Skipped)
                    .map(r -> r.check().title()))
            .toList();
    RichText out = RichText.EMPTY;
    if (results.probes().isEmpty()) {
      out =
          out.text(
              "\n\nWe have no measurements of this. "
                  + (confirmed(results)
                      ? "People looked, and what they saw is all we go by."
                      : "Nobody has checked it."));
    }
    out = out.text(list(state, "Not taken back", ServiceResult::asBefore));
    out = out.text(list(state, "Not as planned", s -> s.live().isPresent() && !s.asBefore()));
    out = out.text(list(state, "What runs could not be read", s -> s.live().isEmpty()));
    boolean perhaps =
        state.result().notDone().stream().anyMatch(StepRun::ran)
            || state.result().earlierUnread().stream().anyMatch(StepRun::mayHaveRun);
    if (state.result().ending() == Ending.WITHOUT_ROLLBACK && perhaps) {
      out = out.text("\n\nA part of what was planned may have been done.");
    }
    return unchecked.isEmpty()
        ? out
        : out.text("\n\nNot checked: " + String.join(", ", unchecked) + ".");
  }
}

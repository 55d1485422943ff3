package dev.rollbackbot.incident;

import dev.rollbackbot.incident.assessment.SignOffContent;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.promises.TestUsers;
import dev.rollbackbot.runbook.Severity;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every kind of command in a state, from people and, by {@link ExternalInputEnumeration}, from the
 * bot: valid and invalid, new and outdated, from actors with and without the role for it.
 */
public final class CommandEnumeration {
  private static final LocalDate SOON = LocalDate.parse("2026-03-04");
  private static final List<String> STEPS = List.of("api", "site", "revert");

  private final List<Command> out = new ArrayList<>();
  private final Instant now;

  private CommandEnumeration(Instant now) {
    this.now = now;
  }

  /** While services are read for the second signature, only the results of that. */
  static List<Command> in(Incident incident, ExplorationScope scope) {
    List<Command> all = new ArrayList<>();
    ExternalInputEnumeration inputs = new ExternalInputEnumeration(SampleIncident.START, scope);
    if (readsForSignature(incident)) {
      return inputs.forJob(incident.details().live().job().orElseThrow());
    }
    scope.users().forEach(person -> all.addAll(of(person, incident, SampleIncident.START)));
    all.removeIf(CommandEnumeration::involvesResponder);
    // A new plan for another time is one of those that are made anyway.
    all.removeIf(CommandEnumeration::changesBegin);
    if (!scope.changes()) {
      all.removeIf(CommandEnumeration::changesSeverity);
    }
    all.addAll(inputs.all(incident));
    if (scope.automatic()) {
      all.addAll(AutomaticEnumeration.in(incident));
    }
    return all;
  }

  private static boolean readsForSignature(Incident incident) {
    return incident.details().live().job().isPresent()
        && incident.state() instanceof State.Executing
        && !(incident.state() instanceof State.Ended);
  }

  /** What the commands depend on. */
  static List<Object> madeOf(Incident incident) {
    return List.of(
        hashes(incident.state()),
        ExternalInputEnumeration.jobs(incident),
        readsForSignature(incident),
        incident.details().declaration(),
        SignOffContent.live(incident.details()),
        shownToSigners(incident));
  }

  private static String shownToSigners(Incident incident) {
    return incident.state() instanceof State.AwaitingSignOff signOff
        ? SignOffContent.fingerprint(incident.details(), signOff)
        : "";
  }

  private static boolean changesSeverity(Command command) {
    return command instanceof Command.ChangeDeclaration change
        && (change.change().severity().isPresent() || change.change().affectingUsers().isPresent());
  }

  private static boolean changesBegin(Command command) {
    return command instanceof Command.ChangeDeclaration change
        && !(change.change().began() instanceof DeclarationChange.Kept);
  }

  /** Whether a person brings the incident on, other than by giving up. */
  static boolean leadsOn(Command command) {
    return !command.by().equals(Actor.BOT)
        && !(command instanceof Command.Cancel)
        && !(command instanceof Command.ChangeDeclaration);
  }

  static boolean isPass(Command command) {
    return command instanceof Command.ProbesMeasured measured
        && measured.results().stream().anyMatch(r -> r.verdict() == ProbeResult.Verdict.PASSED);
  }

  /**
   * The responder without another role becomes involved in nothing: the three users with both roles
   * show every way to become so, with a third of the states.
   */
  private static boolean involvesResponder(Command command) {
    return command.by().equals(TestUsers.RESPONDER)
        && (command instanceof Command.OnPlan
            || command instanceof Command.BreakGlass
            || command instanceof Command.MarkStepDone
            || command instanceof Command.StartNextMethod
            || command instanceof Command.MakeNewPlan
            || command instanceof Command.StartRollback
            || command instanceof Command.Reopen);
  }

  /** Commands from one person. */
  public static List<Command> of(Actor person, Incident incident, Instant now) {
    CommandEnumeration commands = new CommandEnumeration(now);
    commands.checklistAndPlan(person, hashes(incident.state()));
    commands.steps(person);
    commands.verification(person, SignOffContent.live(incident.details()));
    commands.signatures(person, incident);
    commands.lifecycle(person);
    commands.declaration(person, incident.details().declaration());
    if (incident.details().runbook().method("job").isPresent()) {
      commands.jobs(person, incident);
    }
    return commands.out;
  }

  private void checklistAndPlan(Actor by, List<String> hashes) {
    for (String item : List.of("capture", "logs", "screenshot", "none")) {
      out.add(new Command.ConfirmItem(now, by, item, "https://example.org"));
      out.add(new Command.SkipItem(now, by, item, "no need"));
      out.add(new Command.RetryItem(now, by, item));
    }
    out.add(new Command.ConfirmItem(now, by, "screenshot", ""));
    out.add(new Command.SkipItem(now, by, "screenshot", " "));
    out.add(new Command.ChangeMethod(now, by, "rollback"));
    out.add(new Command.ChangeMethod(now, by, "by-hand"));
    out.add(new Command.SurveyAgain(now, by));
    for (String hash : hashes) {
      for (String version : List.of("id-v41", "id-v40", "id-v42")) {
        out.add(new Command.ChangeTarget(now, by, hash, "api", version, "", false));
      }
      for (String step : List.of("api", "site")) {
        out.add(new Command.LeaveOutStep(now, by, hash, step, "not affected"));
      }
      out.add(new Command.LeaveOutStep(now, by, hash, "site", " "));
      out.add(new Command.ChangeTarget(now, by, hash, "api", "id-v41", "there is no other", false));
      out.add(new Command.Approve(now, by, hash));
      out.add(new Command.BreakGlass(now, by, hash, "nobody is awake"));
      out.add(new Command.BreakGlass(now, by, hash, " "));
    }
  }

  private void steps(Actor by) {
    out.add(new Command.Pause(now, by));
    out.add(new Command.Resume(now, by));
    out.add(new Command.StopAfterStep(now, by));
    for (String step : STEPS) {
      out.add(new Command.RetryStep(now, by, step, 0));
      out.add(new Command.RetryStep(now, by, step, 1));
      out.add(new Command.MarkStepDone(now, by, step, "https://example.org"));
      out.add(new Command.SkipStep(now, by, step, "no need"));
    }
    out.add(new Command.MarkStepDone(now, by, "api", ""));
    out.add(new Command.SkipStep(now, by, "api", ""));
    for (String step : List.of("api", "site")) {
      out.add(new Command.TakeOverLock(now, by, step, "INC-11", "they are asleep"));
    }
    out.add(new Command.TakeOverLock(now, by, "api", "INC-10", "they are asleep"));
    out.add(new Command.ConsentToScript(now, by, "api", "", "plans"));
    out.add(new Command.TakeOverLock(now, by, "api", "INC-11", " "));
    out.add(new Command.StartNextMethod(now, by));
    out.add(new Command.MakeNewPlan(now, by));
  }

  /** Of the step “deploy”, whose job has one value. */
  private void jobs(Actor by, Incident incident) {
    out.add(new Command.ChangeMethod(now, by, "job"));
    for (String hash : hashes(incident.state())) {
      for (String version : List.of("v41", "v40", "v9")) {
        out.add(new Command.ChooseInputs(now, by, hash, "deploy", Map.of("version", version)));
      }
    }
    out.add(new Command.RetryStep(now, by, "deploy", 0));
    out.add(new Command.RetryStep(now, by, "deploy", 1));
    out.add(new Command.MarkStepDone(now, by, "deploy", "https://example.org"));
    out.add(new Command.SkipStep(now, by, "deploy", "no need"));
    out.add(new Command.TakeOverLock(now, by, "deploy", "INC-11", "they are asleep"));
    for (String job : ExternalInputEnumeration.jobs(incident)) {
      out.add(new Command.StopJob(now, by, "deploy", job));
    }
  }

  private void verification(Actor by, String live) {
    out.add(new Command.EndPropagation(now, by, "it is there"));
    out.add(new Command.EndPropagation(now, by, ""));
    out.add(new Command.ConfirmCheck(now, by, live, "smoke", ""));
    out.add(new Command.ConfirmCheck(now, by, live, "health", ""));
    out.add(new Command.ConfirmCheck(now, by, "something else", "smoke", ""));
    out.add(new Command.RestartChecks(now, by));
    out.add(new Command.ReopenVerification(now, by, "it is still slow"));
    out.add(new Command.WaiveCheck(now, by, live, "health", "flaky"));
    out.add(new Command.CountAsFailed(now, by, "health", "no answer"));
    out.add(new Command.WaiveCheck(now, by, live, "smoke", "no time"));
    out.add(new Command.WaiveCheck(now, by, live, "smoke", ""));
    out.add(new Command.WaiveCheck(now, by, "something else", "health", "flaky"));
  }

  private void signatures(Actor by, Incident incident) {
    String shown = shownToSigners(incident);
    for (String seen : List.of(shown, "something else")) {
      out.add(new Command.SignRolledBack(now, by, seen));
      out.add(new Command.SignVerified(now, by, seen, SOON));
    }
    out.add(new Command.SignVerified(now, by, shown, SOON.minusYears(1)));
  }

  private void lifecycle(Actor by) {
    out.add(
        new Command.Declare(
            now,
            by,
            new IncidentId(12),
            SampleIncident.runbook(),
            SampleIncident.declaration(true, Severity.CRITICAL)));
    out.add(new Command.StartRollback(now, by));
    out.add(new Command.Cancel(now, by, "enough"));
    out.add(new Command.Cancel(now, by, ""));
    for (CloseReason closeReason : CloseReason.values()) {
      out.add(new Command.Close(now, by, closeReason, ""));
    }
    out.add(new Command.Reopen(now, by, "it came back"));
    out.add(new Command.Reopen(now, by, ""));
    out.add(new Command.DraftPostMortem(now, by));
    out.add(new Command.PostAgain(now, by));
  }

  /** One thing at a time: the lead becomes somebody who is involved, or somebody who is not. */
  private void declaration(Actor by, Declaration declaration) {
    String seen = declaration.fingerprint();
    change(
        by, "old", declaration, Optional.of(Severity.MEDIUM), Optional.empty(), "few are affected");
    for (Severity severity : List.of(Severity.CRITICAL, Severity.HIGH)) {
      change(
          by, seen, declaration, Optional.of(severity), Optional.empty(), "it looks different now");
    }
    change(by, seen, declaration, Optional.of(Severity.CRITICAL), Optional.empty(), " ");
    for (boolean affecting : List.of(true, false)) {
      out.add(
          new Command.ChangeDeclaration(
              now,
              by,
              seen,
              new DeclarationChange(
                  Optional.empty(),
                  Optional.of(affecting),
                  declaration.description(),
                  Optional.empty(),
                  new DeclarationChange.Kept()),
              "it is felt differently"));
    }
    Instant detected = declaration.detectedAt();
    for (DeclarationChange.Began began :
        List.of(
            new DeclarationChange.BeganAt(detected.minus(Duration.ofMinutes(30))),
            new DeclarationChange.BeganAt(detected.minus(Duration.ofMinutes(120))),
            new DeclarationChange.NotKnown())) {
      out.add(
          new Command.ChangeDeclaration(
              now,
              by,
              seen,
              new DeclarationChange(
                  Optional.empty(),
                  Optional.empty(),
                  declaration.description(),
                  Optional.empty(),
                  began),
              "it began at another time"));
    }
    for (String lead : List.of(TestUsers.APPROVER.id(), TestUsers.STRANGER.id(), "")) {
      change(by, seen, declaration, Optional.empty(), Optional.of(lead), "they take over");
    }
  }

  private void change(
      Actor by,
      String seen,
      Declaration declaration,
      Optional<Severity> severity,
      Optional<String> lead,
      String reason) {
    out.add(
        new Command.ChangeDeclaration(
            now,
            by,
            seen,
            new DeclarationChange(
                severity,
                Optional.empty(),
                declaration.description(),
                lead,
                new DeclarationChange.Kept()),
            reason));
  }

  /** The hash of the plan, or an outdated one. */
  private static List<String> hashes(State state) {
    return switch (state) {
      case State.AwaitingApproval a -> List.of(a.plan().hash(), "old");
      case State.Preparing(State.Planned planned) -> List.of(planned.plan().hash());
      case State.Executing x -> List.of(x.rollback().plan().hash());
      case State _ -> List.of("old");
    };
  }
}

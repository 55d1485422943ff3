package dev.rollbackbot.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.GoldenFile;
import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.assessment.SignOffContent;
import dev.rollbackbot.incident.rollback.LockHolder;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.runbook.Severity;
import dev.rollbackbot.runbook.trigger.TriggerMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every state × every command, against a golden table. */
@Pure
final class TransitionMatrixTest {
  private static final Actor ACTOR = SituationExamples.ACTOR;

  @Test
  void every_command_in_every_state_has_the_result_of_the_golden_table() {
    StringBuilder table = new StringBuilder();
    for (Map.Entry<String, Supplier<ConversationDriver>> situation :
        SituationExamples.all().entrySet()) {
      table.append(situation.getKey()).append('\n');
      for (Command command : commands(situation.getValue().get())) {
        ConversationDriver driver = situation.getValue().get();
        driver.does(command.by(), (_, _) -> command);
        table.append(
            String.format("  %-18s %s%n", command.getClass().getSimpleName(), result(driver)));
      }
    }
    GoldenFile.check("matrix.txt", table.toString());
  }

  @Test
  void the_golden_table_has_every_state_and_every_command() {
    Set<String> states = new TreeSet<>();
    Set<String> commands = new TreeSet<>();
    for (Supplier<ConversationDriver> situation : SituationExamples.all().values()) {
      situation.get().incident.ifPresent(i -> states.add(i.state().getClass().getSimpleName()));
      commands(situation.get()).forEach(c -> commands.add(c.getClass().getSimpleName()));
    }
    assertThat(states).isEqualTo(leaves(State.class));
    assertThat(commands).isEqualTo(leaves(Command.class));
  }

  static Set<String> leaves(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses())
            .flatMap(t -> leaves(t).stream())
            .collect(Collectors.toCollection(TreeSet::new))
        : new TreeSet<>(Set.of(type.getSimpleName()));
  }

  private static String result(ConversationDriver driver) {
    return switch (driver.last) {
      case Decision.Rejected rejected -> "refused " + rejected.code();
      case Decision.Accepted accepted ->
          accepted.events().isEmpty()
              ? "nothing to do"
              : accepted.events().stream()
                      .map(e -> e.getClass().getSimpleName())
                      .collect(Collectors.joining(", "))
                  + " -> "
                  + driver.state().getClass().getSimpleName();
    };
  }

  /** Each command with the values that the state's panel would submit. */
  static List<Command> commands(ConversationDriver driver) {
    Instant at = driver.now.plus(Duration.ofMinutes(3));
    Optional<State> state = driver.incident.map(Incident::state);
    String hash =
        state
            .filter(s ->
                s instanceof State.AwaitingApproval
                    || s instanceof State.Executing
                    || s instanceof State.Preparing(State.Planned _))
            .map(_ -> driver.plan().hash())
            .orElse("none");
    Optional<StepRun> step = driver.incident.flatMap(Incident::currentStep);
    String stepId = step.map(s -> s.step().id()).orElse("api");
    String job =
        step.filter(s ->
                s.status() instanceof StepRun.Running
                    || s.status() instanceof StepRun.WaitingForLock)
                .isPresent()
            ? driver.job()
            : "INC-12/99";
    List<Command> out = new ArrayList<>();
    addUntilApproval(out, at, hash);
    String seen = driver.incident.map(i -> i.details().declaration().fingerprint()).orElse("none");
    String live = driver.incident.map(i -> SignOffContent.live(i.details())).orElse("none");
    addAfterApproval(
        out, at, stepId, step.map(StepRun::attempts).orElse(0), seen, driver.shownToSign(), live);
    out.add(new Command.StopJob(at, ACTOR, stepId, job));
    addExternalInput(out, at, job);
    out.add(new Command.JobOutput(at, Actor.BOT, job, "uploading", Optional.empty()));
    out.add(new Command.JobWaits(at, Actor.BOT, job, "Approve it.", Optional.empty()));
    out.add(new Command.JobWaitOver(at, Actor.BOT, job));
    addProposal(out, at);
    return out;
  }

  private static void addProposal(List<Command> out, Instant at) {
    out.add(
        new ProposalCommand.Propose(
            at,
            Actor.BOT,
            new IncidentId(12),
            SampleIncident.runbook(),
            "production",
            SampleIncident.suspicion("errors"),
            TriggerMode.PROPOSE));
    out.add(
        new ProposalCommand.TriggerFiredAgain(
            at, Actor.BOT, SampleIncident.suspicion("slow answers")));
    out.add(new ProposalCommand.TriggerRecovered(at, Actor.BOT, "errors"));
    out.add(new ProposalCommand.AlertChanged(at, Actor.BOT, "errors", false, false));
    out.add(new ProposalCommand.StopAutomaticRollback(at, ACTOR));
    out.add(new ProposalCommand.StartProposed(at, ACTOR));
    out.add(new ProposalCommand.WatchProposal(at, ACTOR));
    out.add(new ProposalCommand.NotNow(at, ACTOR, Duration.ofHours(1)));
    out.add(new ProposalCommand.NotThis(at, ACTOR, "a load test"));
  }

  private static void addUntilApproval(List<Command> out, Instant at, String hash) {
    out.add(
        new Command.Declare(
            at,
            ACTOR,
            new IncidentId(12),
            SampleIncident.runbook(),
            SampleIncident.declaration(true, Severity.HIGH)));
    out.add(new Command.ChannelOpened(at, Actor.BOT, new Channel("C1", "inc-12-shop", true)));
    out.add(
        new Command.ChannelRefused(
            at, Actor.BOT, "missing scope", new Channel("C0", "incidents", false)));
    out.add(new Command.ConfirmItem(at, ACTOR, "screenshot", ""));
    out.add(new Command.SkipItem(at, ACTOR, "screenshot", "no dashboard"));
    out.add(new Command.RetryItem(at, ACTOR, "capture"));
    out.add(new Command.ChangeMethod(at, ACTOR, "by-hand"));
    out.add(new Command.SurveyAgain(at, ACTOR));
    out.add(new Command.ChangeTarget(at, ACTOR, hash, "api", "id-v40", "", false));
    out.add(new Command.LeaveOutStep(at, ACTOR, hash, "site", "not affected"));
    out.add(new Command.ChooseInputs(at, ACTOR, hash, "deploy", Map.of("version", "v40")));
    out.add(new Command.Approve(at, ACTOR, hash));
    out.add(new Command.BreakGlass(at, ACTOR, hash, "nobody is awake"));
  }

  private static void addAfterApproval(
      List<Command> out,
      Instant at,
      String stepId,
      int attempts,
      String seen,
      String shown,
      String live) {
    out.add(new Command.Pause(at, ACTOR));
    out.add(new Command.Resume(at, ACTOR));
    out.add(new Command.StopAfterStep(at, ACTOR));
    out.add(new Command.RetryStep(at, ACTOR, stepId, attempts));
    out.add(new Command.MarkStepDone(at, ACTOR, stepId, "https://ci/1"));
    out.add(new Command.SkipStep(at, ACTOR, stepId, "not needed"));
    out.add(new Command.TakeOverLock(at, ACTOR, stepId, "INC-11", "they are asleep"));
    out.add(new Command.ConsentToScript(at, ACTOR, stepId, "", "plans"));
    out.add(new Command.PrepareRestore(at, ACTOR, "mark", "wrong rows"));
    out.add(new Command.StartNextMethod(at, ACTOR));
    out.add(new Command.MakeNewPlan(at, ACTOR));
    out.add(new Command.EndPropagation(at, ACTOR, "it is there"));
    out.add(new Command.ConfirmCheck(at, ACTOR, live, "smoke", ""));
    out.add(new Command.RestartChecks(at, ACTOR));
    out.add(new Command.ReopenVerification(at, ACTOR, "it is still slow"));
    out.add(new Command.WaiveCheck(at, ACTOR, live, "health", "flaky"));
    out.add(new Command.CountAsFailed(at, ACTOR, "health", "no answer"));
    out.add(new Command.SignRolledBack(at, ACTOR, shown));
    out.add(new Command.SignVerified(at, ACTOR, shown, LocalDate.parse("2026-03-04")));
    out.add(new Command.StartRollback(at, ACTOR));
    out.add(new Command.Cancel(at, ACTOR, "enough"));
    out.add(new Command.Close(at, ACTOR, CloseReason.ROLLED_BACK, ""));
    out.add(new Command.Close(at, ACTOR, CloseReason.FIXED_FORWARD, ""));
    out.add(new Command.Reopen(at, ACTOR, "it came back"));
    out.add(new Command.DraftPostMortem(at, ACTOR));
    out.add(new Command.PostAgain(at, ACTOR));
    out.add(new Command.TickDrillItem(at, ACTOR, 0, "they found it"));
    out.add(
        new Command.ChangeDeclaration(
            at,
            ACTOR,
            seen,
            new DeclarationChange(
                Optional.of(Severity.MEDIUM),
                Optional.empty(),
                "Orders fail",
                Optional.empty(),
                new DeclarationChange.Kept()),
            "few are affected"));
  }

  private static void addExternalInput(List<Command> out, Instant at, String job) {
    out.add(SampleIncident.finished(at, Actor.BOT, "INC-12/1", SampleIncident.surveyed()));
    out.add(SampleIncident.finished(at, Actor.BOT, job, SampleIncident.rolledBack("v41")));
    LockHolder holder = new LockHolder(11, "U9", at, Optional.empty(), Optional.empty());
    out.add(new Command.LockRefused(at, Actor.BOT, job, holder));
    out.add(new Command.LockGranted(at, Actor.BOT, job));
    out.add(
        new Command.LockClaimed(
            at,
            Actor.BOT,
            "cloudflare/worker/shop-api",
            Set.of("cloudflare/worker/shop-api"),
            11,
            "U9",
            "they need it"));
    out.add(
        new Command.ProbesMeasured(
            at,
            Actor.BOT,
            List.of(
                ProbeResult.withoutReading(
                    "health", ProbeResult.Verdict.FAILED, "got 500", Duration.ofMillis(80))),
            at));
    for (Effect.Timer timer : Effect.Timer.values()) {
      boolean dueLater = timer == Effect.Timer.DEADLINE || timer == Effect.Timer.REMINDER;
      Instant due = dueLater ? at.plus(Duration.ofDays(1)) : at;
      out.add(new Command.TimerFired(due, Actor.BOT, timer));
    }
    out.add(new Command.LiveMessagePosted(at, Actor.BOT, Effect.LiveMessage.PANEL));
    out.add(new Command.DeliveryFailed(at, Actor.BOT, "a post", "is_archived", Optional.empty()));
    out.add(new Command.StakeholderPostDelivered(at, Actor.BOT, "#customers"));
    out.add(new Command.InterruptDrill(at, Actor.BOT, 13, "production"));
  }
}

package dev.rollbackbot.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.GoldenFile;
import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.runbook.Severity;
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

/** Every state × every command, against a table that people can read. */
@Pure
final class TransitionMatrixTest {
  private static final Actor ANYBODY = SituationExamples.ANYBODY;

  @Test
  void every_state_answers_every_command_as_the_table_says() {
    StringBuilder table = new StringBuilder();
    for (Map.Entry<String, Supplier<ConversationDriver>> situation :
        SituationExamples.all().entrySet()) {
      table.append(situation.getKey()).append('\n');
      for (Command command : commands(situation.getValue().get())) {
        ConversationDriver conversationDriver = situation.getValue().get();
        conversationDriver.does(command.by(), (_, _) -> command);
        table.append(
            String.format(
                "  %-18s %s%n", command.getClass().getSimpleName(), answer(conversationDriver)));
      }
    }
    GoldenFile.check("matrix.txt", table.toString());
  }

  @Test
  void the_table_has_every_state_and_every_command() {
    Set<String> states = new TreeSet<>();
    Set<String> commands = new TreeSet<>();
    for (Supplier<ConversationDriver> s : SituationExamples.all().values()) {
      s.get().incident.ifPresent(i -> states.add(i.state().getClass().getSimpleName()));
      commands(s.get()).forEach(c -> commands.add(c.getClass().getSimpleName()));
    }
    assertThat(states).isEqualTo(leaves(State.class));
    assertThat(commands).isEqualTo(leaves(Command.class));
  }

  private static Set<String> leaves(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses())
            .flatMap(t -> leaves(t).stream())
            .collect(Collectors.toCollection(TreeSet::new))
        : new TreeSet<>(Set.of(type.getSimpleName()));
  }

  private static String answer(ConversationDriver conversationDriver) {
    return switch (conversationDriver.last) {
      case Decision.Rejected r -> "refused " + r.code();
      case Decision.Accepted a ->
          a.events().isEmpty()
              ? "nothing to do"
              : a.events().stream()
                      .map(e -> e.getClass().getSimpleName())
                      .collect(Collectors.joining(", "))
                  + " -> "
                  + conversationDriver.state().getClass().getSimpleName();
    };
  }

  /** Each command as somebody would make it who looks at this very state. */
  static List<Command> commands(ConversationDriver conversationDriver) {
    Instant at = conversationDriver.now.plus(Duration.ofMinutes(3));
    Optional<State> state = conversationDriver.incident.map(Incident::state);
    String hash =
        state
            .filter(s -> s instanceof State.AwaitingApproval || s instanceof State.Executing)
            .map(_ -> conversationDriver.plan().hash())
            .orElse("none");
    Optional<StepRun> step =
        state.flatMap(
            s -> s instanceof State.Executing x ? x.rollback().current() : Optional.empty());
    String stepId = step.map(s -> s.step().id()).orElse("api");
    List<Command> out = new ArrayList<>();
    out.add(
        new Command.Declare(
            at,
            ANYBODY,
            new IncidentId(12),
            SampleIncident.runbook(),
            SampleIncident.declaration(true, Severity.HIGH)));
    out.add(new Command.ChannelOpened(at, Actor.BOT, new Channel("C1", "inc-12-shop", true)));
    out.add(
        new Command.ChannelRefused(
            at, Actor.BOT, "missing scope", new Channel("C0", "incidents", false)));
    out.add(new Command.ConfirmItem(at, ANYBODY, "screenshot", ""));
    out.add(new Command.SkipItem(at, ANYBODY, "screenshot", "no dashboard"));
    out.add(new Command.RetryItem(at, ANYBODY, "capture"));
    out.add(new Command.ChangeMethod(at, ANYBODY, "by-hand"));
    out.add(new Command.SurveyAgain(at, ANYBODY));
    out.add(new Command.ChangeTarget(at, ANYBODY, hash, "api", "id-v40"));
    out.add(new Command.Approve(at, ANYBODY, hash));
    out.add(new Command.BreakGlass(at, ANYBODY, hash, "nobody is awake"));
    out.add(new Command.Pause(at, ANYBODY));
    out.add(new Command.Resume(at, ANYBODY));
    out.add(new Command.StopAfterStep(at, ANYBODY));
    out.add(new Command.RetryStep(at, ANYBODY, stepId, step.map(StepRun::attempts).orElse(0)));
    out.add(new Command.MarkStepDone(at, ANYBODY, stepId, "https://ci/1"));
    out.add(new Command.SkipStep(at, ANYBODY, stepId, "not needed"));
    out.add(new Command.StartNextMethod(at, ANYBODY));
    out.add(new Command.MakeNewPlan(at, ANYBODY));
    out.add(new Command.EndPropagation(at, ANYBODY, "it is there"));
    out.add(new Command.ConfirmCheck(at, ANYBODY, "smoke", ""));
    out.add(new Command.RestartChecks(at, ANYBODY));
    out.add(new Command.WaiveCheck(at, ANYBODY, "health", "flaky"));
    out.add(new Command.SignRolledBack(at, ANYBODY));
    out.add(new Command.SignVerified(at, ANYBODY, LocalDate.parse("2026-03-04")));
    out.add(new Command.StartRollback(at, ANYBODY));
    out.add(new Command.Cancel(at, ANYBODY, "enough"));
    out.add(new Command.Close(at, ANYBODY, CloseReason.ROLLED_BACK, ""));
    out.add(new Command.Close(at, ANYBODY, CloseReason.FIXED_FORWARD, ""));
    out.add(new Command.Reopen(at, ANYBODY, "it came back"));
    out.add(new Command.DraftPostMortem(at, ANYBODY));
    out.add(SampleIncident.finished(at, Actor.BOT, "INC-12/1", SampleIncident.surveyed()));
    out.add(
        SampleIncident.finished(
            at,
            Actor.BOT,
            step.filter(s -> s.status() instanceof StepRun.Running).isPresent()
                ? conversationDriver.job()
                : "INC-12/99",
            SampleIncident.rolledBack("v41")));
    out.add(
        new Command.ProbesMeasured(
            at,
            Actor.BOT,
            List.of(
                new ProbeResult(
                    "health", ProbeResult.Verdict.FAILED, "got 500", Duration.ofMillis(80)))));
    for (Effect.Timer timer : Effect.Timer.values()) {
      out.add(new Command.TimerFired(at, Actor.BOT, timer));
    }
    out.add(new Command.LiveMessagePosted(at, Actor.BOT, Effect.LiveMessage.PANEL));
    out.add(new Command.DeliveryFailed(at, Actor.BOT, "a post", "is_archived"));
    return out;
  }
}

package dev.rollbackbot.simulation.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.SmallRunbook;
import dev.rollbackbot.incident.decider.Incidents;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.rollback.Version;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.ProbeResult.Verdict;
import dev.rollbackbot.promises.TestUsers;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.Severity;
import dev.rollbackbot.simulation.truth.TruthCheck.ShownText.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The comparison catches what is not so: each true text here has an untrue neighbour. */
final class UntrueTextTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final Runbook RUNBOOK = SmallRunbook.whole();
  private static final IncidentId ID = new IncidentId(1);

  private static Instant after(int seconds) {
    return START.plusSeconds(seconds);
  }

  private static Version version(String label) {
    return new Version(
        "id-" + label,
        label,
        Optional.empty(),
        Optional.of(START.minusSeconds(9_000)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static Deployment deployment(String label, Instant at) {
    return new Deployment(
        "d-" + label + at,
        Optional.of(at),
        Optional.of("dev@example.org"),
        List.of(new Deployment.TrafficShare(version(label), 100)));
  }

  /** Rolled back from v42 to v41 at 60 s; at 100 s somebody deploys v43. U2 approved. */
  private record SmallWorld(String approvedHash) implements World {
    @Override
    public List<Deployment> deployments(String service) {
      return service.equals("shop-api")
          ? List.of(
              deployment("v43", after(100)),
              deployment("v41", after(60)),
              deployment("v42", after(-600)))
          : List.of(deployment("v7", after(-600)));
    }

    @Override
    public boolean measured(Verdict verdict, Instant at) {
      return verdict == Verdict.FAILED && at.equals(after(5));
    }

    @Override
    public boolean changedSomething(IncidentId incident, Instant by) {
      return !by.isBefore(after(60));
    }

    @Override
    public boolean madeLive(IncidentId incident, String service, String version, Instant by) {
      return changedSomething(incident, by) && service.equals("shop-api") && version.equals("v41");
    }

    @Override
    public boolean waited(IncidentId incident, Instant at) {
      return false;
    }

    @Override
    public List<Event> events(IncidentId incident, Instant until) {
      return List.of();
    }

    @Override
    public int readings(String text, Instant by) {
      return 0;
    }

    @Override
    public int row(Verdict verdict, Instant until) {
      return 0;
    }

    @Override
    public boolean lastIsConclusive(Instant until) {
      return false;
    }

    @Override
    public boolean alerted(boolean firing, Instant by) {
      return false;
    }

    @Override
    public boolean startedByItself(Instant by) {
      return false;
    }

    @Override
    public boolean pressed(IncidentId incident, Instant by, Predicate<Command> command) {
      return command.test(new Command.Approve(after(30), TestUsers.APPROVER, approvedHash));
    }
  }

  private static Plan plan() {
    return Plan.of(
        "rollback",
        List.of(
            PlannedStep.changing(
                "api",
                "API",
                new PlannedStep.Change(
                    RUNBOOK.serviceIn(RUNBOOK.environments().getFirst(), "api"),
                    deployment("v42", after(-600)),
                    version("v41"),
                    "",
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()))));
  }

  private static List<Event> events() {
    String lead = TestUsers.REQUESTER.id();
    return List.of(
        new Event.IncidentDeclared(
            START, lead, ID, RUNBOOK, SmallRunbook.declaration(true, Severity.HIGH)),
        new Event.SurveyStarted(after(1), "INC-1/1"),
        new Event.BaselineRead(
            after(5),
            List.of(
                ProbeResult.withoutReading("health", Verdict.FAILED, "", Duration.ofMillis(300)))),
        new Event.PlanMade(after(10), plan(), List.of(), Optional.empty(), Optional.empty()),
        new Event.ItemDone(after(20), lead, "screenshot", "", Optional.empty()),
        new Event.ApprovalRequested(after(21)),
        new Event.Approved(after(30), TestUsers.APPROVER.id(), plan().hash()),
        new Event.StepStarted(after(31), "api", 1, "INC-1/2", Optional.empty()),
        new Event.StepSucceeded(
            after(61),
            "api",
            deployment("v41", after(60)),
            false,
            Duration.ofSeconds(29),
            Optional.empty()));
  }

  /** After the rollback, at 70 s, when nobody has deployed over it yet. */
  private static List<String> problems(String markup) {
    List<Event> events = new ArrayList<>(events());
    Optional<Incident> incident = Optional.empty();
    for (Event event : events) {
      incident = Optional.of(Incidents.evolve(incident, event));
    }
    Scene scene =
        new Scene(
            new SmallWorld(plan().hash()), Place.PANEL, after(70), incident.orElseThrow(), events);
    return TruthCheck.problems(scene, SaidLine.of(markup).toList());
  }

  private static String time(int seconds) {
    long epoch = after(seconds).getEpochSecond();
    return "<!date^" + epoch + "^{time}|12:00 UTC>";
  }

  private static void assertTrueAndUntrue(String so, String notSo) {
    assertThat(problems(so)).isEmpty();
    assertThat(problems(notSo)).singleElement().asString().startsWith("Not true: ");
  }

  @Test
  void another_version_that_is_said_to_be_live() {
    assertTrueAndUntrue(
        "• API: v41 is live, as planned, read " + time(65),
        "• API: v41 is live, as planned, read " + time(50));
    assertTrueAndUntrue(
        "• API: v42 was live when it was read, " + time(50),
        "• API: v42 was live when it was read, " + time(65));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          · approved by <@U2>                | · approved by <@U4>
          · asked by <@U1>                   | · asked by <@U3>
          Lead <@U1>                         | Lead <@U2>
          · HIGH                             | · CRITICAL
          ✓ API   v42 → v41   29 s           | ✓ API   v42 → v40   29 s
          ✓ API   v42 → v41   29 s           | ✗ API   v42 → v41   failed
          ▓▓▓▓▓▓▓▓▓▓ 1 of 1 done             | ░░░░░░░░░░ 0 of 1 done
          ▓▓▓▓▓▓▓▓▓▓ 1 of 1 done             | ▓▓▓▓▓░░░░░ 1 of 1 done
          *Before*  1 of 3 done              | *Before*  2 of 3 done
          1 min of 15                        | 2 min of 15
          1 min of 15                        | :warning: over 15 min
          ✗→○ API health: not measured yet   | ○ API health: not measured yet
          ✗→○ API health: not measured yet   | ✗→✓ API health
          the rollback was cancelled after some of it had been done. | the rollback was cancelled.
          ○ Capture logs                     | ◐ Capture logs: the bot is at it
          """)
  void whatever_else_is_claimed(String so, String notSo) {
    assertTrueAndUntrue(so, notSo);
  }

  @Test
  void a_measurement_of_another_time_or_with_another_result() {
    assertTrueAndUntrue(
        "Measured " + time(5) + ": 1 of 1 check fails (✗ API health).",
        "Measured " + time(6) + ": 1 of 1 check fails (✗ API health).");
    assertThat(problems("At " + time(5) + " nothing that we measure was broken."))
        .singleElement()
        .asString()
        .contains("the service did not show that");
  }

  @Test
  void nothing_that_was_changed() {
    assertThat(problems("The bot changed nothing."))
        .singleElement()
        .asString()
        .startsWith("Not true");
  }

  @Test
  void a_sentence_that_nobody_knows_names_the_file_that_it_belongs_in() {
    assertThat(problems("Everything is fine, trust me."))
        .singleElement()
        .asString()
        .contains(
            "src/test/java/dev/rollbackbot/simulation/truth/RecognisedSentences.java",
            "“Everything is fine, trust me.”");
    // Also behind one that is known.
    assertThat(problems("Lead <@U1> and everything is fine.")).hasSize(1);
  }

  /** The tests of other classes run at the same time in this process, and share the parser. */
  @Test
  void texts_of_several_tests_are_taken_apart_at_the_same_time() {
    SentenceParser parser = SentenceParser.ofEverySentence();
    assertThatCode(() ->
            IntStream.range(0, 20_000)
                .parallel()
                .mapToObj(i -> new SaidLine("Nobody says %d.".formatted(i), List.of()))
                .forEach(line -> assertThat(parser.parse(line)).isEmpty()))
        .doesNotThrowAnyException();
  }
}

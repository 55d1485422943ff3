package dev.rollbackbot.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.database.ScriptIncident;
import dev.rollbackbot.incident.decider.Incidents;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.runbook.Severity;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of roles in the documentation matches the decisions. */
@Pure
final class RolesTest {
  private static final Path DOCUMENT = Path.of("docs/operating.md");
  private static final String HEADING = "## Who may do what";

  /** By column of the table. */
  private static final Map<String, Actor> ACTORS = actors();

  private static final List<Situation> SITUATIONS = situations();

  private static Map<String, Actor> actors() {
    Map<String, Actor> out = new LinkedHashMap<>();
    out.put("stranger", new Actor("U7", Set.of()));
    out.put("responder", new Actor("U8", Set.of(Role.RESPONDER)));
    out.put("approver", new Actor("U9", Set.of(Role.RESPONDER, Role.APPROVER)));
    out.put("approver only", new Actor("U6", Set.of(Role.APPROVER)));
    out.put("who asked", new Actor(SampleIncident.REQUESTER.id(), Set.of(Role.RESPONDER)));
    out.put(
        "approver who asked",
        new Actor(SampleIncident.REQUESTER.id(), Set.of(Role.RESPONDER, Role.APPROVER)));
    out.put("the bot", Actor.BOT);
    return out;
  }

  @Test
  void every_command_is_accepted_only_from_the_actors_of_the_table() throws IOException {
    List<List<String>> rows = rows();
    List<String> columns = rows.getFirst();
    assertThat(columns).startsWith("command").containsAll(ACTORS.keySet());
    assertThat(rows.stream().skip(1).map(RolesTest::command))
        .containsExactlyInAnyOrderElementsOf(TransitionMatrixTest.leaves(Command.class));
    for (List<String> row : rows.subList(1, rows.size())) {
      for (Map.Entry<String, Actor> actor : ACTORS.entrySet()) {
        String cell = row.get(columns.indexOf(actor.getKey()));
        assertThat(cell).as("%s by %s", row.getFirst(), actor.getKey()).isIn("yes", "no");
        assertThat(may(command(row), actor.getValue()) ? "yes" : "no")
            .as(() -> row.getFirst() + " by " + actor.getKey() + ", for a table like\n" + table())
            .isEqualTo(cell);
      }
    }
  }

  /** Whether the actor's command causes events in some situation. */
  private static boolean may(String command, Actor actor) {
    return SITUATIONS.stream()
        .anyMatch(situation ->
            situation.commands().stream()
                .filter(c -> c.getClass().getSimpleName().equals(command))
                .anyMatch(c ->
                    Incidents.decide(situation.incident(), by(actor, c))
                            instanceof Decision.Accepted accepted
                        && !accepted.events().isEmpty()));
  }

  /** An incident and the commands that are tried on it. */
  private record Situation(Optional<Incident> incident, List<Command> commands) {
    static Situation of(ConversationDriver driver) {
      return new Situation(driver.incident, TransitionMatrixTest.commands(driver));
    }

    Situation only(Class<? extends Command> type) {
      return new Situation(incident, commands.stream().filter(type::isInstance).toList());
    }
  }

  private static List<Situation> situations() {
    Stream<ConversationDriver> failed =
        Stream.of(
            new ConversationDriver().declared(true, Severity.HIGH).surveyEnds(unreachable()),
            ConversationDriver.verifying().bot(RolesTest::refusedPost),
            waiting(ConversationDriver.rollingBack()));
    Map<String, Supplier<ConversationDriver>> usual = SituationExamples.all();
    // Nobody has asked for it, so that who asks in the others is nobody special here.
    Situation automatic =
        Situation.of(usual.remove(SituationExamples.AUTOMATIC).get())
            .only(ProposalCommand.StopAutomaticRollback.class);
    Stream<Situation> databases =
        Stream.of(ScriptIncident.waiting(), ScriptIncident.restorable())
            .map(known -> new Situation(Optional.of(known.getKey()), List.of(known.getValue())));
    return Stream.concat(
            Stream.concat(Stream.of(automatic), databases),
            Stream.concat(usual.values().stream().map(Supplier::get), failed).map(Situation::of))
        .toList();
  }

  private static ConversationDriver waiting(ConversationDriver running) {
    String job = running.job();
    return running.bot(
        (at, by) -> new Command.JobWaits(at, by, job, "Approve it.", Optional.empty()));
  }

  private static Command refusedPost(Instant at, Actor by) {
    return new Command.DeliveryFailed(
        at,
        by,
        "the post to #customers",
        "Slack answers is_archived",
        Optional.of(new UndeliveredPost("#customers", Effect.StakeholderNotice.UPDATE)));
  }

  private static Outcome unreachable() {
    return new Outcome.Failed(
        Outcome.FailureKind.UNREACHABLE, "timeout", "Cloudflare did not answer.", Optional.empty());
  }

  /** The same command from another actor. */
  private static Command by(Actor actor, Command command) {
    try {
      RecordComponent[] parts = command.getClass().getRecordComponents();
      Object[] values = new Object[parts.length];
      for (int i = 0; i < parts.length; i++) {
        values[i] =
            parts[i].getName().equals("by") ? actor : parts[i].getAccessor().invoke(command);
      }
      Class<?>[] types =
          Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new);
      return (Command) command.getClass().getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("can't copy " + command, e);
    }
  }

  /** The cells of the table, the header row first. */
  private static List<List<String>> rows() throws IOException {
    String text = Files.readString(DOCUMENT);
    return text.substring(text.indexOf(HEADING))
        .lines()
        .dropWhile(line -> !line.startsWith("|"))
        .takeWhile(line -> line.startsWith("|"))
        .filter(line -> !line.startsWith("| ---"))
        .map(line -> Stream.of(line.split("\\|", -1)).skip(1).map(String::strip).toList())
        .toList();
  }

  /** A row starts with the command's name in backticks. */
  private static String command(List<String> row) {
    return row.getFirst().replaceFirst("^`(\\w+)`.*", "$1");
  }

  private static String table() {
    return TransitionMatrixTest.leaves(Command.class).stream()
        .map(command ->
            "| `"
                + command
                + "` | "
                + ACTORS.values().stream()
                    .map(a -> may(command, a) ? "yes" : "no")
                    .collect(Collectors.joining(" | ")))
        .collect(Collectors.joining("\n"));
  }
}

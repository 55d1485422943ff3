package dev.rollbackbot.story.jobs;

import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.Waiting;
import dev.rollbackbot.cli.SandboxPlay;
import dev.rollbackbot.runbook.ChecklistItem;
import dev.rollbackbot.runbook.Method;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.Step;
import dev.rollbackbot.runbook.job.JobInput;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.ModalInput;
import dev.rollbackbot.story.fixture.SandboxUsers;
import dev.rollbackbot.story.fixture.UsualRollback;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every method of every example, from the command to RESOLVED, as its reader would play it. */
final class PlayedExamplesTest {
  private static final Path EXAMPLES = Path.of("docs/runbooks");

  /** What people choose: the first that the runbook allows. */
  private static final List<String> VALUES =
      List.of("12", "1.4.2", "v1.4.2", "dpl_7Gk2", "5f2c8a0d1e4b7c9a3d6f8b21");

  @TempDir Path folder;

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  /** A method of an example. */
  record PlayedMethod(String runbook, String method) {
    @Override
    public String toString() {
      return runbook + ": " + method;
    }
  }

  private static Stream<PlayedMethod> methods() throws IOException {
    return SandboxPlay.read(EXAMPLES, Map.of(), false).runbooks().stream()
        .flatMap(
            runbook -> runbook.methods().stream().map(m -> new PlayedMethod(runbook.id(), m.id())));
  }

  @Test
  void every_example_is_read() throws IOException {
    SandboxPlay all = SandboxPlay.read(EXAMPLES, Map.of(), false);
    assertThat(all.problems()).isEmpty();
    assertThat(all.runbooks()).hasSize(files().size());
  }

  private SandboxPlay play(String runbook) throws IOException {
    Path own = Files.createDirectory(folder.resolve("own"));
    String text = Files.readString(EXAMPLES.resolve(runbook + ".yaml"));
    // A probe's limit must not fail a test on a busy machine.
    Files.writeString(
        own.resolve(runbook + ".yaml"),
        text.replace("propagation: 1m", "propagation: 1s")
            .replace("interval: 5s", "interval: 1s")
            .replace("path: /health,", "path: /health, within: 2m,"));
    return SandboxPlay.read(own, Map.of(), false);
  }

  @ParameterizedTest
  @MethodSource("methods")
  void it_is_played_to_its_end(PlayedMethod what) throws Exception {
    SandboxPlay play = play(what.runbook());
    Runbook runbook = play.runbooks().getFirst();
    Method method = runbook.method(what.method()).orElseThrow();
    try (SandboxFixture fixture = SandboxFixture.playing(play)) {
      SandboxUsers users = fixture.sandboxUsers();
      assertThat(services(users)).noneMatch(each -> each.getBoolean("healthy"));
      IncidentConversation incident = declared(users, runbook);
      if (!method.equals(runbook.methods().getFirst())) {
        FactoryIncident.change(incident, method.id());
      }
      choose(incident, method);
      incident.reads("*Waiting for approval*");
      incident.presses(APPROVER, incident.approve());
      for (Step step : method.steps()) {
        if (step instanceof Step.Manual manual) {
          incident.reads("*By hand*  " + manual.title());
          // The last one says that what was deployed by then is live.
          if (step.equals(method.steps().getLast())) {
            Waiting.await()
                .until(() -> services(users).stream().allMatch(s -> s.getBoolean("healthy")));
          }
          incident.says(REQUESTER, "Done…", "https://git.example.com/shop/commit/3f9c2d1");
        }
      }
      UsualRollback.toTheEnd(users, incident.channel());
      incident.reads(", rolled back*");
      assertThat(services(users)).allMatch(each -> each.getBoolean("healthy"));
    }
  }

  private static IncidentConversation declared(SandboxUsers users, Runbook runbook) {
    users.types(REQUESTER, SandboxUsers.INCIDENTS, "/rollback " + runbook.id());
    users.submits(REQUESTER, Map.of("description", ModalInput.text("Nobody can pay")));
    IncidentConversation incident =
        new IncidentConversation(users, users.channel("inc-1-" + runbook.id()));
    long persons =
        runbook.checklist().stream()
            .filter(item -> item.assignee() instanceof ChecklistItem.PersonAssignee)
            .count();
    for (int open = (int) persons; open > 0; open--) {
      users.seesButtons(REQUESTER, incident.channel(), "Done", open);
      incident.presses(REQUESTER, "Done");
    }
    return incident;
  }

  private static void choose(IncidentConversation incident, Method method) {
    for (Step step : method.steps()) {
      if (step instanceof Step.JobStep job && !job.inputs().isEmpty()) {
        incident.presses(REQUESTER, "Choose…");
        Map<String, JsonValue> values = new HashMap<>();
        job.inputs()
            .forEach(input -> values.put("input:" + input.id(), ModalInput.text(value(input))));
        incident.users().submits(REQUESTER, values);
      }
    }
  }

  private static String value(JobInput input) {
    return VALUES.stream().filter(v -> input.problem(v).isEmpty()).findFirst().orElseThrow();
  }

  private static List<JsonObject> services(SandboxUsers users) {
    return users
        .sees(REQUESTER)
        .getJsonObject("backend")
        .getJsonArray("services")
        .getValuesAs(JsonObject.class);
  }
}

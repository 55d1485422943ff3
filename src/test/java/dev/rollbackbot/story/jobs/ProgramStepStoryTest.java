package dev.rollbackbot.story.jobs;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static dev.rollbackbot.story.fixture.SandboxUsers.RESPONDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.ModalInput;
import dev.rollbackbot.story.fixture.SandboxUsers;
import dev.rollbackbot.story.fixture.UsualRollback;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A step that runs a program on the bot's machine, from the command to RESOLVED. */
final class ProgramStepStoryTest {
  /** Prints, waits until it may end, and ends as it is told. */
  private static final String PROGRAM =
      """
      #!/usr/bin/env python3
      import os, sys, time
      print("deploying " + sys.argv[1], flush=True)
      print("token=abcdefgh12345678 for anna@example.org", flush=True)
      open("environment", "w").write(" ".join(sorted(os.environ)))
      open("started-" + str(os.getpid()), "w").close()
      while not os.path.exists("end"):
          time.sleep(0.05)
      print("deployed", flush=True)
      sys.exit(int(open("end").read()))
      """;

  @TempDir Path folder;

  private SandboxFixture fixture;
  private SandboxUsers users;
  private Path work;

  @BeforeEach
  void start() throws Exception {
    work = Files.createDirectory(folder.resolve("work"));
    Path program = Files.writeString(folder.resolve("deploy"), PROGRAM);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    Path runbooks = Files.createDirectory(folder.resolve("runbooks"));
    Files.writeString(runbooks.resolve("shop.yaml"), JobRunbook.text());
    Map<String, String> settings =
        Map.of(
            "RUNBOOKS",
            runbooks.toString(),
            "PROCESS_PROGRAMS",
            "deploy=" + program,
            "PROCESS_DIRECTORY",
            work.toString());
    fixture = SandboxFixture.quick(Path.of("manifest.yml"), _ -> settings);
    users = fixture.sandboxUsers();
  }

  @AfterEach
  void stop() throws Exception {
    end(0);
    fixture.close();
  }

  private void end(int status) throws Exception {
    Path next = Files.writeString(work.resolve("end.next"), Integer.toString(status));
    Files.move(next, work.resolve("end"), StandardCopyOption.REPLACE_EXISTING);
  }

  private long started() throws Exception {
    try (var files = Files.list(work)) {
      return files.filter(f -> f.getFileName().toString().startsWith("started-")).count();
    }
  }

  private IncidentConversation running() throws Exception {
    users.types(REQUESTER, INCIDENTS, "/rollback shop");
    users.submits(REQUESTER, Map.of("description", ModalInput.text("Nobody can pay")));
    IncidentConversation incident = new IncidentConversation(users, users.channel("inc-1-shop"));
    incident.reads("1 of 1 still open");
    incident.presses(REQUESTER, "Done");
    incident.presses(REQUESTER, "Choose…");
    users.submits(REQUESTER, Map.of("input:version", ModalInput.text("1.4.2")));
    incident.reads("*Waiting for approval*");
    incident.reads("deploy --to 1.4.2");
    incident.reads("_Way back:_ Deploy the newer version again.");
    incident.presses(APPROVER, incident.approve());
    await().until(() -> started() == 1);
    return incident;
  }

  @Test
  void it_runs_and_shows_what_it_prints_and_its_end_is_recorded() throws Exception {
    IncidentConversation incident = running();
    incident.reads("deploying --to");
    assertThat(incident.text()).doesNotContain("abcdefgh12345678", "anna@example.org");
    end(0);
    incident.reads("exit status 0 after");
    incident.reads("deploy-output.txt");
    UsualRollback.toTheEnd(users, incident.channel());
    assertThat(Files.readString(work.resolve("environment")))
        .doesNotContain("SLACK", "HOME", "PATH");
    assertThat(started()).isEqualTo(1);
  }

  @Test
  void a_failure_is_told_and_a_person_decides() throws Exception {
    IncidentConversation incident = running();
    end(3);
    incident.reads("exit status 3");
    incident.reads("*Step 1 failed*");
    assertThat(started()).isEqualTo(1);
    incident.presses(REQUESTER, "Retry");
    await().until(() -> started() == 2);
  }

  @Test
  void it_goes_on_while_the_bot_is_away_and_is_found_again() throws Exception {
    IncidentConversation incident = running();
    fixture.restart();
    end(0);
    incident.reads("exit status 0 after");
    assertThat(started()).isEqualTo(1);
  }

  @Test
  void a_person_stops_it_with_its_whole_tree() throws Exception {
    IncidentConversation incident = running();
    incident.reads("[Stop the job");
    incident.presses(RESPONDER, "Stop the job");
    incident.reads("asked to stop what “Deploy” runs");
    incident.reads("it was stopped, with exit status");
    incident.reads("*Step 1 failed*");
  }
}

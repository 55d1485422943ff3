package dev.rollbackbot.story.jobs;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;

import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.ModalInput;
import dev.rollbackbot.story.fixture.SandboxUsers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A runbook that runs two programs at the same time, each of which ends when a test lets it, and
 * then asks a person.
 */
public final class TwoDeployments {
  private static final String PROGRAM =
      """
      #!/usr/bin/env python3
      import os, sys, time
      open("started-" + str(os.getpid()), "w").close()
      while not os.path.exists("end"):
          time.sleep(0.05)
      sys.exit(int(open("end").read()))
      """;

  private static final String STEPS =
      """
            steps:
              - together:
                  - id: web
                    title: Deploy web
                    run: {program: deploy, directory: web}
                    timeout: 10m
                    expected: The shop answers
                    way_back: none
                  - id: api
                    title: Deploy api
                    run: {program: deploy, directory: api}
                    timeout: 10m
                    expected: The shop answers
                    way_back: none
              - id: cache
                title: Empty the cache
                do: Press the button.

      """;

  private final Path work;
  private final Path program;
  private final Path runbooks;

  public TwoDeployments(Path folder) throws IOException {
    work = Files.createDirectory(folder.resolve("work"));
    for (String step : List.of("web", "api")) {
      Files.createDirectory(work.resolve(step));
    }
    program = Files.writeString(folder.resolve("deploy"), PROGRAM);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    runbooks = Files.createDirectory(folder.resolve("job-runbooks"));
    Files.writeString(runbooks.resolve("shop.yaml"), JobRunbook.with(STEPS));
  }

  /** The bot's settings for them. */
  public Map<String, String> settings() {
    return Map.of(
        "RUNBOOKS",
        runbooks.toString(),
        "PROCESS_PROGRAMS",
        "deploy=" + program,
        "PROCESS_DIRECTORY",
        work.toString());
  }

  /** Lets the one of that step end with that status, now or when it is started. */
  public void end(String step, int status) throws IOException {
    Path next = Files.writeString(work.resolve(step + ".next"), Integer.toString(status));
    Files.move(next, work.resolve(step).resolve("end"), StandardCopyOption.REPLACE_EXISTING);
  }

  /** Of that step, what is started from now on waits until it may end. */
  void holdAgain(String step) throws IOException {
    Files.delete(work.resolve(step).resolve("end"));
  }

  /** How often the one of that step was started. */
  public long started(String step) throws IOException {
    try (Stream<Path> files = Files.list(work.resolve(step))) {
      return files.filter(f -> f.getFileName().toString().startsWith("started-")).count();
    }
  }

  /** An incident in which both run: neither can have ended. */
  public IncidentConversation running(SandboxUsers users) {
    users.types(REQUESTER, INCIDENTS, "/rollback shop");
    users.submits(REQUESTER, Map.of("description", ModalInput.text("Nobody can pay")));
    IncidentConversation incident = new IncidentConversation(users, users.channel("inc-1-shop"));
    incident.presses(REQUESTER, "Done");
    incident.reads("*Waiting for approval*");
    incident.reads("*At the same time:* Deploy web, Deploy api");
    incident.presses(APPROVER, incident.approve());
    await().until(() -> started("web") == 1 && started("api") == 1);
    incident.reads("*Rolling back, steps 1 and 2 of 3*");
    return incident;
  }
}

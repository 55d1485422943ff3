package dev.rollbackbot.story.jobs;

import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;

import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.ModalInput;
import dev.rollbackbot.story.fixture.SandboxUsers;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/** A runbook whose only step runs a program that ends when a test lets it. */
public final class SlowDeployment {
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
      print("deployed with " + os.environ["DEPLOY_KEY"], flush=True)
      sys.exit(int(open("end").read()))
      """;

  private final Path work;
  private final Path program;
  private final Path runbooks;

  public SlowDeployment(Path folder) throws IOException {
    work = Files.createDirectory(folder.resolve("work"));
    program = Files.writeString(folder.resolve("deploy"), PROGRAM);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    runbooks = Files.createDirectory(folder.resolve("job-runbooks"));
    Files.writeString(runbooks.resolve("shop.yaml"), JobRunbook.text());
  }

  /** The bot's settings for it. */
  public Map<String, String> settings() {
    return Map.of(
        "RUNBOOKS",
        runbooks.toString(),
        "PROCESS_PROGRAMS",
        "deploy=" + program,
        "PROCESS_DIRECTORY",
        work.toString(),
        "PROCESS_ENVIRONMENT",
        "DEPLOY_KEY",
        "DEPLOY_KEY",
        "correct horse");
  }

  Path work() {
    return work;
  }

  /** Lets it end with that status, now or when it is started. */
  public void end(int status) throws IOException {
    Path next = Files.writeString(work.resolve("end.next"), Integer.toString(status));
    Files.move(next, work.resolve("end"), StandardCopyOption.REPLACE_EXISTING);
  }

  /** Another runbook runs the same in private incidents. */
  void alsoInPrivate(String id) throws IOException {
    Files.writeString(
        runbooks.resolve(id + ".yaml"),
        JobRunbook.text().replace("id: shop", "id: " + id) + "\nvisibility: private\n");
  }

  /** Nobody can tell any more how what they run ends. */
  void killWrappers() throws IOException {
    killWrappers(work.resolve(".jobs"));
  }

  /** The wrappers that have a record in that folder, with all that they started. */
  public static void killWrappers(Path records) throws IOException {
    try (Stream<Path> jobs = Files.list(records)) {
      for (Path job : jobs.toList()) {
        Properties status = new Properties();
        try (Reader in = Files.newBufferedReader(job.resolve("status"))) {
          status.load(in);
        }
        if (!status.containsKey("exitCode")) {
          ProcessHandle.of(Long.parseLong(status.getProperty("pid")))
              .ifPresent(wrapper -> {
                List<ProcessHandle> started = wrapper.descendants().toList();
                wrapper.destroyForcibly();
                started.forEach(ProcessHandle::destroyForcibly);
              });
        }
      }
    }
  }

  /** What is started from now on waits until it may end. */
  void holdAgain() throws IOException {
    Files.delete(work.resolve("end"));
  }

  /** How often it was started. */
  public long started() throws IOException {
    try (Stream<Path> files = Files.list(work)) {
      return files.filter(f -> f.getFileName().toString().startsWith("started-")).count();
    }
  }

  /** An incident in which it was approved, with its version chosen. */
  public static IncidentConversation approved(SandboxUsers users) {
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
    return incident;
  }
}

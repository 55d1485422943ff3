package dev.rollbackbot.story.jobs;

import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;

import dev.rollbackbot.sandbox.httpjobs.HttpJobsFixture;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.ModalInput;
import dev.rollbackbot.story.fixture.SandboxUsers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Incidents on the example runbooks of GitLab, Rundeck and Jenkins. */
public final class HttpJobIncident {
  private HttpJobIncident() {}

  /** The bot's settings for the services, with their runbooks below that folder. */
  public static Map<String, String> settings(HttpJobsFixture services, Path folder)
      throws IOException {
    Path runbooks = Files.createDirectory(folder.resolve("http-runbooks"));
    for (String name : List.of("gitlab", "rundeck", "jenkins")) {
      Files.writeString(runbooks.resolve(name + ".yaml"), services.runbook(name));
    }
    Map<String, String> settings = new HashMap<>(services.settings());
    settings.put("RUNBOOKS", runbooks.toString());
    return settings;
  }

  /** An incident in which the job was approved, with its version chosen. */
  public static IncidentConversation approved(SandboxUsers users, String runbook) {
    users.types(REQUESTER, INCIDENTS, "/rollback " + runbook);
    users.submits(REQUESTER, Map.of("description", ModalInput.text("Nobody can pay")));
    IncidentConversation incident =
        new IncidentConversation(users, users.channel("inc-1-" + runbook));
    incident.reads("1 of 1 still open");
    incident.presses(REQUESTER, "Done");
    incident.presses(REQUESTER, "Choose…");
    users.submits(REQUESTER, Map.of("input:version", ModalInput.text("1.4.2")));
    incident.reads("*Waiting for approval*");
    incident.reads("POST http://127.0.0.1");
    incident.reads("1.4.2");
    incident.presses(APPROVER, incident.approve());
    return incident;
  }
}

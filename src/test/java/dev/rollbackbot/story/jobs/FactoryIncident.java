package dev.rollbackbot.story.jobs;

import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.gateway.process.repository.RealRepository;
import dev.rollbackbot.sandbox.Sandbox;
import dev.rollbackbot.sandbox.machine.BuildMachine;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.ModalInput;
import dev.rollbackbot.story.fixture.SandboxUsers;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** The factory's methods that run programs, with real git and stand-ins of its build tools. */
public record FactoryIncident(Path folder, AtomicReference<BuildMachine> made) {
  public static FactoryIncident in(Path folder) {
    return new FactoryIncident(folder, new AtomicReference<>());
  }

  SandboxFixture fixture() {
    return SandboxFixture.quick(Path.of("manifest.yml"), this::settings);
  }

  /** The bot's settings for it. */
  public Map<String, String> settings(Sandbox sandbox) {
    try {
      made.set(BuildMachine.in(folder, sandbox.cloudflareApiUrl()).orElseThrow());
      sandbox.add(machine());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> all = new HashMap<>(machine().settings());
    all.put("GITHUB_API_URL", sandbox.githubApiUrl().toString());
    all.put("GITHUB_TOKEN", sandbox.shopToken());
    all.put("GITHUB_REPOSITORIES", "erlvinc/foundation");
    return all;
  }

  public BuildMachine machine() {
    return made.get();
  }

  public RealRepository repository() {
    return new RealRepository(machine().repository().address(), folder);
  }

  /** The one branch beside main. */
  public String branch() throws IOException, InterruptedException {
    List<String> branches = new ArrayList<>(repository().branches());
    branches.remove("main");
    assertThat(branches).hasSize(1);
    return branches.getFirst();
  }

  /** Somebody's working copy of it. */
  RealRepository somebodys() throws IOException, InterruptedException {
    Path clone = folder.resolve("somebodys");
    RealRepository.clones(machine().repository().address(), clone);
    return new RealRepository(machine().repository().address(), clone);
  }

  /** An incident with that method instead of the first one. */
  public static IncidentConversation with(SandboxUsers users, String method) {
    IncidentConversation incident = IncidentConversation.planned(users, 1);
    change(incident, method);
    return incident;
  }

  static void change(IncidentConversation incident, String method) {
    incident.presses(REQUESTER, "Method…");
    JsonObject view = incident.users().modal(REQUESTER);
    incident
        .users()
        .submits(REQUESTER, Map.of("choice", ModalInput.option(view, "choice", method)));
  }

  /** The same in which its value was chosen and its plan approved. */
  public static IncidentConversation approved(
      SandboxUsers users, String method, String input, String value) {
    IncidentConversation incident = with(users, method);
    incident.reads("_To choose:_ " + input);
    incident.presses(REQUESTER, "Choose…");
    users.submits(REQUESTER, Map.of("input:" + input, ModalInput.text(value)));
    incident.reads("*Waiting for approval*");
    incident.reads(value);
    incident.presses(APPROVER, incident.approve());
    return incident;
  }

  public boolean checkoutIsLeft() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("work"))) {
      return files.anyMatch(file -> file.getFileName().toString().startsWith(".rollback-bot"));
    }
  }
}

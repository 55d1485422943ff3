package dev.rollbackbot.crash;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.store.TestDatabase;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.jobs.FactoryIncident;
import dev.rollbackbot.story.jobs.HeldTools;
import dev.rollbackbot.story.jobs.SlowDeployment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The factory's methods 2 and 3 by jobs, with real git. The bot is killed in every phase of a job,
 * and it ends as without kills: everything is done once.
 */
final class KilledDuringRepositoryTest {
  private static final String ROUTES = "services/gateway/src/routes/public.ts";

  @TempDir Path folder;

  private FactoryIncident factory;
  private HeldTools tools;
  private Cluster cluster;
  private Cluster.Instance instance;

  @BeforeEach
  void start() throws Exception {
    factory = FactoryIncident.in(folder);
    cluster = new Cluster(folder, TestDatabase.sqlite(folder), false);
    tools = new HeldTools(folder, factory.settings(cluster.sandbox()));
    tools.settings().forEach(cluster::set);
    instance = cluster.launch(_ -> false);
  }

  @AfterEach
  void stop() throws Exception {
    tools.open();
    cluster.close();
  }

  private IncidentConversation revert() throws IOException {
    String commits = String.join(" ", factory.machine().repository().factory());
    return FactoryIncident.approved(cluster.users(), "git-revert-jobs", "commits", commits);
  }

  private IncidentConversation removal() {
    IncidentConversation incident = FactoryIncident.with(cluster.users(), "code-removal-jobs");
    incident.reads("applies factory-removal.patch");
    incident.presses(APPROVER, incident.approve());
    return incident;
  }

  /** Kills the bot at the first call of each kind; returns the kinds. */
  private Set<String> killedInEveryPhase(IncidentConversation incident, int steps)
      throws Exception {
    Set<String> phases = new HashSet<>();
    int number = 0;
    while (true) {
      int next = number;
      await().until(() -> tools.isTold(next) || incident.text().contains("*Checking*"));
      if (!tools.isTold(next)) {
        break;
      }
      String phase = phase(tools.awaited(next));
      if (phases.add(phase)) {
        instance.kill();
        tools.letGo(next);
        instance = cluster.launch(_ -> false);
      } else {
        tools.letGo(next);
      }
      number++;
    }
    assertThat(incident.text().split("exit status 0", -1)).hasSizeGreaterThan(steps);
    assertThat(incident.text()).doesNotContain("nobody knows yet", "failed*");
    assertThat(factory.checkoutIsLeft()).isFalse();
    return phases;
  }

  private static String phase(String call) {
    List<String> words = List.of(call.split(" ", -1));
    String end = call.endsWith(" done") ? " done" : "";
    return String.join(" ", words.subList(0, Math.min(3, words.size())))
            .replaceAll(" (--quiet|--verbose|-).*", "")
            .replaceAll(" [0-9a-f]{40}.*", "")
        + end;
  }

  private long calls(String begin) throws IOException {
    return tools.calls().stream()
        .filter(call -> call.startsWith(begin) && !call.endsWith(" done"))
        .count();
  }

  private void assertDeployedOnce(int workers) throws IOException {
    assertThat(calls("git push")).isEqualTo(1);
    assertThat(calls("npx wrangler deploy")).isEqualTo(workers);
    assertThat(calls("npx wrangler pages deploy")).isEqualTo(1);
  }

  @Test
  void a_revert_ends_as_without_kills() throws Exception {
    IncidentConversation incident = revert();
    Set<String> phases = killedInEveryPhase(incident, 4);
    assertThat(phases)
        .contains(
            "git clone",
            "git checkout",
            "git revert",
            "git commit",
            "pnpm install",
            "pnpm run build",
            "pnpm test",
            "git push",
            "git push done",
            "npx wrangler deploy",
            "npx wrangler pages");
    assertDeployedOnce(2);
    assertThat(factory.repository().subjects(factory.branch()).subList(0, 3))
        .containsExactly(
            "Revert \"feat(gateway): Phase L1 stabilization\"",
            "Revert \"fix: resolve dashboard 429 errors and empty factory data\"",
            "docs: how to run it");
  }

  @Test
  void a_removal_ends_as_without_kills() throws Exception {
    IncidentConversation incident = removal();
    Set<String> phases = killedInEveryPhase(incident, 3);
    assertThat(phases).contains("git clone", "git apply", "git commit", "pnpm test", "git push");
    assertDeployedOnce(1);
    assertThat(factory.repository().text(factory.branch(), ROUTES)).doesNotContain("factory");
  }

  @Test
  void a_check_that_fails_stops_it_before_the_push_and_it_can_be_tried_again() throws Exception {
    IncidentConversation incident = removal();
    int number = 0;
    while (!tools.awaited(number).equals("pnpm test")) {
      tools.letGo(number++);
    }
    tools.fails(number);
    incident.reads("pnpm test ended with exit status 1. Nothing was pushed.");
    incident.reads("*Step 1 failed");
    assertThat(factory.repository().branches()).containsExactly("main");
    assertThat(factory.checkoutIsLeft()).isFalse();
    tools.open();
    incident.presses(REQUESTER, "Retry");
    incident.reads("*Checking*");
    assertDeployedOnce(1);
  }

  /** With its process the record of its end is lost: only a person can say how it ended. */
  @Test
  void after_a_push_of_which_nobody_saw_the_end_nothing_is_pushed_again() throws Exception {
    IncidentConversation incident = removal();
    int number = 0;
    while (!tools.awaited(number).endsWith(" done")) {
      tools.letGo(number++);
    }
    instance.kill();
    SlowDeployment.killWrappers(folder.resolve("work/.jobs"));
    instance = cluster.launch(_ -> false);
    incident.reads("Its process ended without a record of how");
    tools.open();
    incident.presses(REQUESTER, "Retry");
    incident.reads("*Checking*");
    assertThat(incident.text()).contains("exit status 0");
    assertDeployedOnce(1);
  }
}

package dev.rollbackbot.slack.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollbackbot.app.IncidentStore.StoreUnavailable;
import dev.rollbackbot.app.trigger.TriggerNotices;
import dev.rollbackbot.incident.proposal.Suspicion;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.slack.SlackAdapterFixture;
import dev.rollbackbot.yaml.RunbookReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is said in the incidents channel of a trigger that fired without a suspect. */
final class FiringPostsTest extends ChatDelivery {
  private static Runbook runbook(String more) throws IOException {
    return new RunbookReader(Map.of())
        .read(
            "small.yaml",
            Files.readString(Path.of("src/test/resources/runbooks/small.yaml")) + more)
        .runbook()
        .orElseThrow();
  }

  private static Suspicion suspicion(Instant at) {
    return new Suspicion(
        "ill",
        "web",
        at,
        Optional.empty(),
        List.of("7 % (at most 1 %)", "<!channel> 6 %"),
        Optional.empty(),
        Optional.empty());
  }

  private TriggerNotices notices() {
    return fixture.chat(fixture.client, Clock.systemUTC()).notices();
  }

  private List<String> said() {
    return fixture.texts(SlackAdapterFixture.REQUESTER, SlackAdapterFixture.INCIDENTS).stream()
        .filter(text -> text.contains("no rollback is proposed"))
        .toList();
  }

  @Test
  void it_is_said_once_and_mentions_nobody() throws IOException {
    Instant now = Instant.now();
    notices().withoutSuspect(runbook(""), "live", suspicion(now));
    // As after a crash: it is not known whether it was said.
    notices().withoutSuspect(runbook(""), "live", suspicion(now));
    assertThat(said())
        .singleElement()
        .satisfies(text ->
            assertThat(text)
                .contains("No deployment of the hour before was found", "7 % (at most 1 %)")
                .doesNotContain("<!channel>"));
  }

  @Test
  void of_a_private_runbook_nothing_is_said() throws IOException {
    notices().withoutSuspect(runbook("\nvisibility: private\n"), "live", suspicion(Instant.now()));
    assertThat(said()).isEmpty();
  }

  @Test
  void while_slack_is_away_it_is_to_be_said_again() throws IOException {
    fixture.throttled.set(true);
    Runbook runbook = runbook("");
    assertThatThrownBy(() -> notices().withoutSuspect(runbook, "live", suspicion(Instant.now())))
        .isInstanceOf(StoreUnavailable.class);
  }
}

package dev.rollbackbot.story;

import static dev.rollbackbot.story.People.APPROVER;
import static dev.rollbackbot.story.People.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollbackbot.BotProcess;
import dev.rollbackbot.sandbox.Sandbox;
import dev.rollbackbot.sandbox.SandboxOptions;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody pulls the plug. */
final class CrashTest {
  @TempDir Path folder;

  @Test
  void killed_in_the_second_step_it_goes_on_and_rolls_each_service_back_once() throws Exception {
    try (Sandbox sandbox =
        Sandbox.start(new SandboxOptions(0, "127.0.0.1", Path.of("manifest.yml"), true))) {
      People people = new People(sandbox.address());
      BotProcess bot = BotProcess.start(sandbox, folder);
      try {
        Story.untilApproval(people);
        people.fault("provider-slow", true);
        people.presses(APPROVER, people.channel("inc-1-factory"), Story.approve(people));
        await()
            .atMost(Duration.ofSeconds(40))
            .pollInterval(Duration.ofMillis(20))
            .until(() -> rollbacks(people).size() == 2);
        bot.kill();
        people.fault("provider-slow", false);
        bot = BotProcess.start(sandbox, folder);

        String channel = people.channel("inc-1-factory");
        Story.toTheEnd(people, channel);
        assertThat(rollbacks(people))
            .extracting(r -> r.getString("service"))
            .containsExactly("gateway", "planning-machine", "ui");
        List<JsonObject> messages = people.messages(REQUESTER, channel);
        for (String once : List.of("approved plan", "Every check holds", "*RESOLVED: Factory")) {
          assertThat(messages)
              .as("“%s” is said once in\n%s", once, Transcript.of(messages))
              .filteredOn(m -> Transcript.of(List.of(m)).contains(once))
              .hasSize(1);
        }
      } finally {
        bot.kill();
      }
    }
  }

  private static List<JsonObject> rollbacks(People people) {
    return people.inspect().getJsonArray("providerRollbacks").getValuesAs(JsonObject.class);
  }
}

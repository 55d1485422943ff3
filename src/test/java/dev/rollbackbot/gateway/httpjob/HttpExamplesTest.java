package dev.rollbackbot.gateway.httpjob;

import static dev.rollbackbot.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.app.CommandGateway.Finished;
import dev.rollbackbot.app.CommandGateway.Handle;
import dev.rollbackbot.app.CommandGateway.Progress;
import dev.rollbackbot.app.CommandGateway.StillRunning;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.sandbox.httpjobs.HttpJobsFixture;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The example runbooks against stand-ins of their services. */
final class HttpExamplesTest {
  private HttpJobsFixture services;

  @BeforeEach
  void start() throws Exception {
    services = HttpJobsFixture.start();
  }

  @AfterEach
  void stop() {
    services.close();
  }

  private HttpJobFixture bot(String service) {
    try {
      return HttpJobFixture.of(
          services.settings(),
          HttpJobFixture.run(services.runbook(service), Map.of("version", "1.4.2")));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void set(String service, String fault) {
    services.standIn.setFault("/" + service, fault, true);
  }

  private void clear(String service, String fault) {
    services.standIn.setFault("/" + service, fault, false);
  }

  private void startedOnce(String service) {
    assertThat(services.standIn.started("/" + service)).isEqualTo(1);
  }

  private void endsWell(HttpJobFixture bot, String service, Handle handle) {
    assertThat(bot.gateway().poll(handle)).isInstanceOf(StillRunning.class);
    services.standIn.end("/" + service, true);
    assertThat(bot.poll(handle)).isInstanceOf(Outcome.Succeeded.class);
    startedOnce(service);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gitlab", "rundeck", "jenkins"})
  void it_is_started_followed_and_done(String service) {
    try (HttpJobFixture bot = bot(service)) {
      Handle handle = bot.running(bot.submit());
      assertThat(bot.gateway().poll(handle)).isInstanceOf(StillRunning.class);
      assertThat(bot.gateway().log(handle)).contains("state ");
      services.standIn.close("/" + service);
      assertThat(bot.gateway().poll(handle)).isInstanceOf(StillRunning.class);
      endsWell(bot, service, handle);
    }
    assertThat(services.standIn.calls().toString()).contains("1.4.2", "inc-7-3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rundeck", "jenkins"})
  void what_it_prints_is_read(String service) {
    try (HttpJobFixture bot = bot(service)) {
      Handle handle = bot.running(bot.submit());
      services.standIn.end("/" + service, true);
      Progress end = bot.gateway().poll(handle);
      assertThat(((Finished) end).artifact()).contains("deploying", "finished: SUCCEEDED");
      assertThat(((Finished) end).artifact()).doesNotContain("\u001b");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gitlab", "rundeck", "jenkins"})
  void a_failure_is_a_failure(String service) {
    try (HttpJobFixture bot = bot(service)) {
      Handle handle = bot.running(bot.submit());
      services.standIn.end("/" + service, false);
      assertThat(bot.poll(handle))
          .isInstanceOfSatisfying(
              Outcome.Failed.class,
              f -> assertThat(f.kind()).isEqualTo(Outcome.FailureKind.RUN_FAILED));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gitlab", "rundeck", "jenkins"})
  void a_state_that_nobody_knows_is_never_success(String service) {
    try (HttpJobFixture bot = bot(service)) {
      Handle handle = bot.running(bot.submit());
      services.standIn.end("/" + service, true);
      set(service, "strange-state");
      assertThat(bot.gateway().poll(handle)).isInstanceOf(StillRunning.class);
      clear(service, "strange-state");
      await().until(() -> bot.gateway().poll(handle) instanceof Finished);
      startedOnce(service);
    }
  }

  @Test
  void a_log_that_is_longer_than_is_read_shows_no_half_of_a_secret() {
    try (HttpJobFixture bot = bot("jenkins")) {
      Handle handle = bot.running(bot.submit());
      set("jenkins", "long-log");
      assertThat(bot.gateway().log(handle))
          .contains("line with password=[redacted]\n[The rest is left out.]\n")
          .doesNotContain("hunter", "2-h");
    }
  }

  @Test
  void a_build_that_waits_is_known_and_taken_out_of_the_queue() {
    services.standIn.hold("/jenkins", true);
    try (HttpJobFixture bot = bot("jenkins")) {
      Handle handle = bot.running(bot.submit());
      assertThat(bot.gateway().poll(handle)).isInstanceOf(StillRunning.class);
      assertThat(bot.gateway().log(handle)).contains("It waits in a queue");
      bot.running(bot.find());
      bot.gateway().cancel(handle);
      assertThat(bot.poll(handle))
          .isInstanceOfSatisfying(
              Outcome.Failed.class,
              f -> assertThat(f.text()).isEqualTo("it was taken out of the queue"));
    }
  }

  @Test
  void a_build_that_waited_is_found_when_it_has_begun() {
    services.standIn.hold("/jenkins", true);
    try (HttpJobFixture bot = bot("jenkins")) {
      Handle handle = bot.running(bot.submit());
      services.standIn.hold("/jenkins", false);
      endsWell(bot, "jenkins", handle);
    }
  }

  @Test
  void a_host_or_a_secret_that_the_settings_lack_is_named() throws Exception {
    Map<String, String> settings = services.settings();
    try (HttpJobFixture bot =
        HttpJobFixture.of(
            Map.of("HTTP_ALLOWED_HOSTS", "elsewhere.example.com"), bot("gitlab").run())) {
      assertThat(HttpJobFixture.outcome(bot.submit()).toString())
          .contains("HTTP_ALLOWED_HOSTS does not list 127.0.0.1");
      bot.provider().serve(java.util.List.of(HttpJobFixture.spec(services.runbook("gitlab"))));
      assertThat(bot.provider().problem().orElseThrow()).contains("HTTP_ALLOWED_HOSTS");
    }
    try (HttpJobFixture bot =
        HttpJobFixture.of(HttpJobFixture.without(settings, "HTTP_SECRETS"), bot("gitlab").run())) {
      assertThat(HttpJobFixture.outcome(bot.submit()).toString())
          .contains("HTTP_SECRETS does not list GITLAB_TOKEN@127.0.0.1");
    }
  }
}

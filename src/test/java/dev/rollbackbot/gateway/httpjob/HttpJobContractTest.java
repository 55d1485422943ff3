package dev.rollbackbot.gateway.httpjob;

import static dev.rollbackbot.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.app.CommandGateway.Finished;
import dev.rollbackbot.app.CommandGateway.Handle;
import dev.rollbackbot.app.CommandGateway.Progress;
import dev.rollbackbot.app.CommandGateway.StillRunning;
import dev.rollbackbot.app.CommandGateway.StopAnswer;
import dev.rollbackbot.app.CommandGateway.StopRefused;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.sandbox.httpjobs.HttpJobsFixture;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The example runbooks against stand-ins of their services: started once, whatever happens. */
final class HttpJobContractTest {
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

  private static Stream<Arguments> each(String... faults) {
    return Stream.of("gitlab", "rundeck", "jenkins")
        .flatMap(service -> Stream.of(faults).map(fault -> Arguments.of(service, fault)));
  }

  static Stream<Arguments> lostAnswers() {
    return each("lose-start-once", "start-fails-done-once", "start-garbage-once");
  }

  @ParameterizedTest
  @MethodSource("lostAnswers")
  void a_start_whose_answer_is_lost_is_found_again(String service, String fault) {
    set(service, fault);
    try (HttpJobFixture bot = bot(service)) {
      // Jenkins' answer says nothing but its status, so a page is as good.
      if (bot.submit() instanceof Finished finished) {
        assertThat(finished.outcome()).isInstanceOf(Outcome.Unknown.class);
      } else {
        assertThat(service + fault).isEqualTo("jenkinsstart-garbage-once");
      }
    }
    try (HttpJobFixture next = bot(service)) {
      endsWell(next, service, next.running(next.find()));
    }
  }

  static Stream<Arguments> lostRequests() {
    return each("lose-request-once", "start-fails-once");
  }

  @ParameterizedTest
  @MethodSource("lostRequests")
  void a_start_that_is_not_found_stays_unknown(String service, String fault) {
    set(service, fault);
    try (HttpJobFixture bot = bot(service)) {
      assertThat(HttpJobFixture.outcome(bot.submit())).isInstanceOf(Outcome.Unknown.class);
      assertThat(HttpJobFixture.outcome(bot.find()))
          .isInstanceOfSatisfying(
              Outcome.Unknown.class, u -> assertThat(u.text()).contains("lists no run"));
    }
    assertThat(services.standIn.started("/" + service)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gitlab", "rundeck", "jenkins"})
  void a_bot_that_is_killed_after_the_start_finds_it_again(String service) {
    Handle handle;
    try (HttpJobFixture killed = bot(service)) {
      handle = killed.running(killed.submit());
    }
    try (HttpJobFixture next = bot(service)) {
      next.running(next.find());
      endsWell(next, service, handle);
    }
  }

  static Stream<Arguments> refusals() {
    return each(
        "unauthorized",
        "forbidden",
        "not-found",
        "conflict-once",
        "down",
        "garbage",
        "redirect-once");
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void a_refused_start_is_a_failure_and_nothing_was_started(String service, String fault) {
    set(service, fault);
    try (HttpJobFixture bot = bot(service)) {
      assertThat(HttpJobFixture.outcome(bot.submit()))
          .isInstanceOfSatisfying(
              Outcome.Failed.class,
              f -> assertThat(f.text()).isNotBlank().doesNotContain("sandbox-secret"));
    }
    assertThat(services.standIn.started("/" + service)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gitlab", "rundeck", "jenkins"})
  void a_rate_limit_is_waited_out(String service) {
    set(service, "busy-once");
    try (HttpJobFixture bot = bot(service)) {
      bot.running(bot.submit());
      startedOnce(service);
    }
  }

  static Stream<Arguments> unreadable() {
    return each(
        "unauthorized", "forbidden", "not-found", "down", "garbage", "huge", "strange-state");
  }

  @ParameterizedTest
  @ValueSource(strings = {"redirect-once", "busy-once"})
  void an_answer_that_says_nothing_of_the_state_is_no_state(String fault) {
    try (HttpJobFixture bot = bot("gitlab")) {
      Handle handle = bot.running(bot.submit());
      services.standIn.end("/gitlab", true);
      set("gitlab", fault);
      assertThat(bot.gateway().poll(handle)).isInstanceOf(StillRunning.class);
      await().until(() -> bot.gateway().poll(handle) instanceof Finished);
    }
  }

  @ParameterizedTest
  @MethodSource("unreadable")
  void a_state_that_cannot_be_read_is_never_success(String service, String fault) {
    try (HttpJobFixture bot = bot(service)) {
      Handle handle = bot.running(bot.submit());
      services.standIn.end("/" + service, true);
      set(service, fault);
      assertThat(bot.gateway().poll(handle)).isInstanceOf(StillRunning.class);
      clear(service, fault);
      await().until(() -> bot.gateway().poll(handle) instanceof Finished);
      startedOnce(service);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gitlab", "rundeck", "jenkins"})
  void a_second_start_of_the_same_job_is_refused(String service) {
    try (HttpJobFixture first = bot(service);
        HttpJobFixture second = bot(service)) {
      first.running(first.submit());
      assertThat(HttpJobFixture.outcome(second.submit()))
          .isInstanceOfSatisfying(
              Outcome.Failed.class, f -> assertThat(f.code()).isEqualTo("already-there"));
      startedOnce(service);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gitlab", "rundeck", "jenkins"})
  void a_lost_lease_starts_nothing(String service) {
    try (HttpJobFixture bot = bot(service)) {
      assertThat(HttpJobFixture.outcome(bot.gateway().submit(bot.job(), () -> false)))
          .isInstanceOf(Outcome.Unknown.class);
    }
    assertThat(services.standIn.started("/" + service)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gitlab", "rundeck", "jenkins"})
  void a_run_is_stopped(String service) {
    try (HttpJobFixture bot = bot(service)) {
      Handle handle = bot.running(bot.submit());
      bot.gateway().cancel(handle);
      await().until(() -> bot.gateway().poll(handle) instanceof Finished);
      assertThat(bot.poll(handle)).isInstanceOf(Outcome.Failed.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gitlab", "rundeck", "jenkins"})
  void a_stop_that_is_refused_is_told_and_the_run_goes_on_being_read(String service) {
    try (HttpJobFixture bot = bot(service)) {
      Handle handle = bot.running(bot.submit());
      bot.gateway().poll(handle);
      set(service, "forbidden");
      StopAnswer stop = bot.gateway().cancel(handle);
      clear(service, "forbidden");
      assertThat(stop).isInstanceOf(StopRefused.class);
      assertThat(bot.gateway().poll(handle)).isInstanceOf(StillRunning.class);
      endsWell(bot, service, handle);
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

package dev.rollbackbot.gateway.cloudflare;

import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.GATEWAY;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.UI;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.WORKER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Waiting;
import dev.rollbackbot.app.CommandGateway.Finished;
import dev.rollbackbot.incident.rollback.Invocation.CaptureLogs;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.Outcome.Failed;
import dev.rollbackbot.incident.rollback.Outcome.FailureKind;
import dev.rollbackbot.incident.rollback.Outcome.LogsCaptured;
import dev.rollbackbot.incident.rollback.Outcome.Succeeded;
import dev.rollbackbot.runbook.Service;
import dev.rollbackbot.runbook.ServiceRef;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class LogCaptureTest {
  private static final Duration LENGTH = Duration.ofMinutes(1);

  private static final ServiceRef PLANNING =
      ServiceRef.of(
          new Service("planning-machine", "Planning", Service.ServiceKind.WORKER, Optional.empty()),
          "planning-production",
          Optional.empty());

  private CloudflareGatewayFixture fixture;
  private FakeTailServer tails;

  /** The pauses of captures so far; each lasts until {@link #over}. */
  private final List<Duration> pauses = new CopyOnWriteArrayList<>();

  private final CountDownLatch over = new CountDownLatch(1);

  @BeforeEach
  void start() throws Exception {
    fixture = new CloudflareGatewayFixture(Waiting.LIMIT, this::pause);
    tails = new FakeTailServer();
    fixture.cloudflare.account.tailUrl = tails.url();
  }

  @AfterEach
  void stop() throws Exception {
    tails.end();
    fixture.stop();
  }

  private boolean pause(Duration length) {
    pauses.add(length);
    try {
      return over.await(Waiting.LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private CompletableFuture<Finished> start(ServiceRef... services) {
    CompletableFuture<Finished> end = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> end.complete(fixture.submit(new CaptureLogs(List.of(services), LENGTH))));
    return end;
  }

  /** Starts a capture and waits until it records. */
  private CompletableFuture<Finished> capture(ServiceRef... services) {
    CompletableFuture<Finished> end = start(services);
    Waiting.await().until(() -> !pauses.isEmpty());
    return end;
  }

  private Finished end(CompletableFuture<Finished> capture)
      throws InterruptedException, ExecutionException, TimeoutException {
    over.countDown();
    return capture.get(Waiting.LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  private static LogsCaptured captured(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Succeeded.class);
    return (LogsCaptured) ((Succeeded) outcome).finding();
  }

  @Test
  void each_event_is_one_line_that_begins_with_its_service() throws Exception {
    CompletableFuture<Finished> capture = capture(GATEWAY, PLANNING);
    tails.text(WORKER, "{\"outcome\":\"ok\",\n\"cpuTime\":1}");
    tails.binary("planning-production", "{\"outcome\":\"exception\"}");

    Finished end = end(capture);
    assertThat(captured(end.outcome()))
        .isEqualTo(new LogsCaptured("logs-gateway-planning-machine.ndjson", 2));
    assertThat(end.artifact().lines())
        .containsExactlyInAnyOrder(
            "{\"service\":\"gateway\",\"outcome\":\"ok\",\"cpuTime\":1}",
            "{\"service\":\"planning-machine\",\"outcome\":\"exception\"}");
  }

  @Test
  void it_lasts_as_long_as_requested_and_deletes_its_tail() throws Exception {
    end(capture(GATEWAY));

    assertThat(pauses).containsExactly(LENGTH);
    assertThat(fixture.cloudflare.account.tails).isEmpty();
    assertThat(fixture.cloudflare.calls)
        .anyMatch(c -> c.method().equals("DELETE") && c.path().endsWith("/tails/tail-" + WORKER));
  }

  @Test
  void a_capture_without_events_is_a_success_of_no_lines() throws Exception {
    Finished end = end(capture(GATEWAY));

    assertThat(captured(end.outcome()).lines()).isZero();
    assertThat(end.artifact()).isEmpty();
  }

  @Test
  void pages_is_left_out_with_a_note() throws Exception {
    Finished end = end(capture(UI, GATEWAY));

    assertThat(captured(end.outcome())).isEqualTo(new LogsCaptured("logs-gateway.ndjson", 0));
    assertThat(end.artifact())
        .isEqualTo("{\"note\":\"ui is left out: only Workers have logs to listen to\"}\n");
  }

  @Test
  void events_that_exceed_the_limit_are_counted() throws Exception {
    CompletableFuture<Finished> capture = capture(GATEWAY);
    String frame = "{\"outcome\":\"" + "y ".repeat(20_000) + "\"}";
    for (int i = 0; i < 20; i++) {
      tails.text(WORKER, frame);
    }

    Finished end = end(capture);
    int lines = captured(end.outcome()).lines();
    assertThat(lines).isBetween(10, 13);
    assertThat(end.artifact().getBytes(StandardCharsets.UTF_8).length).isLessThan(512 * 1024);
    assertThat(end.artifact().lines().findFirst())
        .hasValue("{\"note\":\"" + (20 - lines) + " more events did not fit and are left out\"}");
  }

  @Test
  void a_tail_that_cannot_be_created_fails_and_the_others_are_deleted() {
    fixture.cloudflare.next(
        "POST", "planning-production/tails", FakeCloudflare.refuse(403, 10000, "no permission"));

    Failed failed = (Failed) fixture.outcome(new CaptureLogs(List.of(GATEWAY, PLANNING), LENGTH));
    assertThat(failed.kind()).isEqualTo(FailureKind.REFUSED);
    assertThat(failed.text())
        .isEqualTo(
            "The logs could not be captured. Cloudflare refused: no permission [10000]."
                + " CLOUDFLARE_API_TOKEN lacks the permission “Workers Tail: Read” for this"
                + " account, or has expired.");
    assertThat(fixture.cloudflare.calls).anyMatch(c -> c.path().endsWith("/tails/tail-" + WORKER));
    assertThat(fixture.cloudflare.account.tails).isEmpty();
  }

  @Test
  void a_stream_that_does_not_open_fails_and_its_tail_is_deleted() {
    fixture.cloudflare.account.tailUrl = "ws://127.0.0.1:1/";

    Failed failed = (Failed) fixture.outcome(new CaptureLogs(List.of(GATEWAY), LENGTH));
    assertThat(failed.code()).isEqualTo("no-stream");
    assertThat(fixture.cloudflare.account.tails).isEmpty();
  }

  @Test
  void an_address_of_another_scheme_is_never_opened() {
    fixture.cloudflare.account.tailUrl = "file:///etc/passwd?";

    Failed failed = (Failed) fixture.outcome(new CaptureLogs(List.of(GATEWAY), LENGTH));
    assertThat(failed.code()).isEqualTo("unreadable-answer");
    assertThat(fixture.cloudflare.account.tails).isEmpty();
  }

  @Test
  void a_stream_that_ends_early_without_a_line_is_a_failure() throws Exception {
    tails.closesAtOnce = true;
    CompletableFuture<Finished> capture = start(GATEWAY);
    tails.awaitClosed();

    Finished end = end(capture);
    assertThat(end.outcome()).isInstanceOf(Failed.class);
    assertThat(fixture.cloudflare.account.tails).isEmpty();
  }

  @Test
  void a_stream_that_ends_early_after_some_lines_is_noted() throws Exception {
    CompletableFuture<Finished> capture = capture(GATEWAY);
    tails.text(WORKER, "{}");
    tails.close(WORKER);

    Finished end = end(capture);
    assertThat(captured(end.outcome()).lines()).isEqualTo(1);
    assertThat(end.artifact()).contains("the stream ended before the time was over");
  }

  @Test
  void a_message_that_is_too_large_ends_the_stream_and_is_noted() throws Exception {
    CompletableFuture<Finished> capture = capture(GATEWAY);
    tails.text(WORKER, "{}");
    tails.large(WORKER, 2 * 1024 * 1024);

    Finished end = end(capture);
    assertThat(captured(end.outcome()).lines()).isEqualTo(1);
    assertThat(end.artifact()).contains("the stream ended before the time was over");
  }

  @Test
  void an_interrupt_still_deletes_the_tail() throws Exception {
    CompletableFuture<Finished> end = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform()
            .start(() -> end.complete(fixture.submit(new CaptureLogs(List.of(GATEWAY), LENGTH))));
    Waiting.await().until(() -> !pauses.isEmpty());
    thread.interrupt();

    assertThat(end.get(Waiting.LIMIT.toSeconds(), TimeUnit.SECONDS).outcome())
        .isInstanceOf(Failed.class);
    assertThat(fixture.cloudflare.account.tails).isEmpty();
  }

  @Test
  void a_capture_that_was_cut_off_was_not_done() {
    Failed failed = (Failed) fixture.reconcile(new CaptureLogs(List.of(GATEWAY), LENGTH));
    assertThat(failed.kind()).isEqualTo(FailureKind.NOT_DONE);
    assertThat(fixture.cloudflare.calls).isEmpty();
  }
}

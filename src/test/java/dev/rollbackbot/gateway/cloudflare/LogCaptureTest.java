package dev.rollbackbot.gateway.cloudflare;

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
import java.util.concurrent.CompletableFuture;
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
  /** Long enough to say something in, also on a busy machine. */
  private static final Duration LENGTH = Duration.ofSeconds(6);

  private static final Duration SHORT = Duration.ofMillis(300);

  private static final ServiceRef PLANNING =
      new ServiceRef(
          new Service("planning-machine", "Planning", Service.ServiceKind.WORKER),
          "planning-production");

  private CloudflareGatewayFixture cloudflareGatewayFixture;
  private FakeTailServer tails;

  @BeforeEach
  void start() throws Exception {
    cloudflareGatewayFixture = new CloudflareGatewayFixture();
    tails = new FakeTailServer();
    cloudflareGatewayFixture.cloudflare.account.tailUrl = tails.url();
  }

  @AfterEach
  void stop() throws Exception {
    tails.end();
    cloudflareGatewayFixture.stop();
  }

  private CompletableFuture<Finished> capture(ServiceRef... services) {
    return capture(LENGTH, services);
  }

  private CompletableFuture<Finished> capture(Duration length, ServiceRef... services) {
    CompletableFuture<Finished> end = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() ->
            end.complete(
                cloudflareGatewayFixture.submit(new CaptureLogs(List.of(services), length))));
    return end;
  }

  private void listening(String worker) {
    // The greeting comes after the stream is open; the capture starts with the last of them.
    Waiting.await().until(() -> tails.listens(worker));
    Waiting.await().pollDelay(Duration.ofMillis(200)).until(() -> !tails.heard.isEmpty());
  }

  private static Finished end(CompletableFuture<Finished> capture)
      throws InterruptedException, ExecutionException, TimeoutException {
    return capture.get(Waiting.LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  private static LogsCaptured captured(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Succeeded.class);
    return (LogsCaptured) ((Succeeded) outcome).finding();
  }

  @Test
  void events_come_one_a_line_each_beginning_with_its_service() throws Exception {
    CompletableFuture<Finished> capture = capture(CloudflareGatewayFixture.GATEWAY, PLANNING);
    listening(CloudflareGatewayFixture.WORKER);
    listening("planning-production");
    tails.text(CloudflareGatewayFixture.WORKER, "{\"outcome\":\"ok\",\n\"n\":1}");
    tails.binary("planning-production", "{\"outcome\":\"exception\"}");

    Finished end = end(capture);
    assertThat(captured(end.outcome()))
        .isEqualTo(new LogsCaptured("logs-gateway-planning-machine.ndjson", 2));
    assertThat(end.artifact().lines())
        .containsExactlyInAnyOrder(
            "{\"service\":\"gateway\",\"event\":{\"outcome\":\"ok\",\"n\":1}}",
            "{\"service\":\"planning-machine\",\"event\":{\"outcome\":\"exception\"}}");
  }

  @Test
  void it_lasts_as_long_as_asked_and_leaves_no_tail_behind() throws Exception {
    Finished end = end(capture(SHORT, CloudflareGatewayFixture.GATEWAY));

    Duration took = ((Succeeded) end.outcome()).took();
    assertThat(took).isGreaterThanOrEqualTo(SHORT);
    assertThat(cloudflareGatewayFixture.cloudflare.account.tails).isEmpty();
    assertThat(cloudflareGatewayFixture.cloudflare.calls)
        .anyMatch(c ->
            c.method().equals("DELETE")
                && c.path().endsWith("/tails/tail-" + CloudflareGatewayFixture.WORKER));
  }

  @Test
  void nothing_heard_is_a_success_of_no_lines() throws Exception {
    Finished end = end(capture(SHORT, CloudflareGatewayFixture.GATEWAY));

    assertThat(captured(end.outcome()).lines()).isZero();
    assertThat(end.artifact()).isEmpty();
  }

  @Test
  void pages_is_left_out_with_a_note() throws Exception {
    Finished end =
        end(capture(SHORT, CloudflareGatewayFixture.UI, CloudflareGatewayFixture.GATEWAY));

    assertThat(captured(end.outcome())).isEqualTo(new LogsCaptured("logs-gateway.ndjson", 0));
    assertThat(end.artifact())
        .isEqualTo("{\"note\":\"ui is left out: Pages has no logs to listen to\"}\n");
  }

  @Test
  void secrets_are_taken_out() throws Exception {
    CompletableFuture<Finished> capture = capture(CloudflareGatewayFixture.GATEWAY);
    listening(CloudflareGatewayFixture.WORKER);
    tails.text(
        CloudflareGatewayFixture.WORKER,
        "{\"headers\":{\"authorization\":\"Bearer abc\",\"cookie\":[\"sid=1\"],\"accept\":\"*/*\"},"
            + "\"logs\":[\"used "
            + FakeCloudflare.TOKEN
            + "\",\"Authorization: Bearer zzzz-yyyy-xxxx\",\"fine\"]}");
    tails.text(CloudflareGatewayFixture.WORKER, "no JSON, cookie: sid=deadbeef");

    String artifact = end(capture).artifact();
    assertThat(artifact)
        .contains("fine", "*/*")
        .doesNotContain("abc", "sid", FakeCloudflare.TOKEN, "zzzz");
    assertThat(artifact.lines()).hasSize(2);
  }

  @Test
  void what_does_not_fit_is_counted() throws Exception {
    CompletableFuture<Finished> capture = capture(CloudflareGatewayFixture.GATEWAY);
    listening(CloudflareGatewayFixture.WORKER);
    String frame = "{\"x\":\"" + "y".repeat(40_000) + "\"}";
    for (int i = 0; i < 20; i++) {
      tails.text(CloudflareGatewayFixture.WORKER, frame);
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
    cloudflareGatewayFixture.cloudflare.next(
        "POST", "planning-production/tails", FakeCloudflare.refuse(403, 10000, "no permission"));

    Failed failed =
        (Failed)
            cloudflareGatewayFixture.outcome(
                new CaptureLogs(List.of(CloudflareGatewayFixture.GATEWAY, PLANNING), LENGTH));
    assertThat(failed.kind()).isEqualTo(FailureKind.REFUSED);
    assertThat(failed.text())
        .isEqualTo("The logs could not be captured. Cloudflare refused: no permission [10000].");
    assertThat(cloudflareGatewayFixture.cloudflare.calls)
        .anyMatch(c -> c.path().endsWith("/tails/tail-" + CloudflareGatewayFixture.WORKER));
    assertThat(cloudflareGatewayFixture.cloudflare.account.tails).isEmpty();
  }

  @Test
  void a_stream_that_does_not_open_fails_and_its_tail_is_deleted() {
    cloudflareGatewayFixture.cloudflare.account.tailUrl = "ws://127.0.0.1:1/";

    Failed failed =
        (Failed)
            cloudflareGatewayFixture.outcome(
                new CaptureLogs(List.of(CloudflareGatewayFixture.GATEWAY), LENGTH));
    assertThat(failed.code()).isEqualTo("no-stream");
    assertThat(cloudflareGatewayFixture.cloudflare.account.tails).isEmpty();
  }

  @Test
  void an_address_that_is_no_web_socket_is_never_opened() {
    cloudflareGatewayFixture.cloudflare.account.tailUrl = "file:///etc/passwd?";

    Failed failed =
        (Failed)
            cloudflareGatewayFixture.outcome(
                new CaptureLogs(List.of(CloudflareGatewayFixture.GATEWAY), LENGTH));
    assertThat(failed.code()).isEqualTo("unreadable-answer");
    assertThat(cloudflareGatewayFixture.cloudflare.account.tails).isEmpty();
  }

  @Test
  void a_stream_that_ends_early_without_a_line_is_a_failure() throws Exception {
    tails.rude = true;

    Finished end = end(capture(SHORT, CloudflareGatewayFixture.GATEWAY));
    assertThat(end.outcome()).isInstanceOf(Failed.class);
    assertThat(cloudflareGatewayFixture.cloudflare.account.tails).isEmpty();
  }

  @Test
  void a_stream_that_ends_early_after_some_lines_is_noted() throws Exception {
    CompletableFuture<Finished> capture = capture(CloudflareGatewayFixture.GATEWAY);
    listening(CloudflareGatewayFixture.WORKER);
    tails.text(CloudflareGatewayFixture.WORKER, "{}");
    tails.hangUp(CloudflareGatewayFixture.WORKER);

    Finished end = end(capture);
    assertThat(captured(end.outcome()).lines()).isEqualTo(1);
    assertThat(end.artifact()).contains("ended the stream before the time was over");
  }

  @Test
  void being_stopped_still_deletes_the_tail() throws Exception {
    CompletableFuture<Finished> end = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform()
            .start(() ->
                end.complete(
                    cloudflareGatewayFixture.submit(
                        new CaptureLogs(
                            List.of(CloudflareGatewayFixture.GATEWAY), Duration.ofMinutes(5)))));
    listening(CloudflareGatewayFixture.WORKER);
    thread.interrupt();

    assertThat(end(end).outcome()).isInstanceOf(Failed.class);
    assertThat(cloudflareGatewayFixture.cloudflare.account.tails).isEmpty();
  }

  @Test
  void one_that_was_cut_off_is_known_to_be_lost() {
    Failed failed =
        (Failed)
            cloudflareGatewayFixture.reconcile(
                new CaptureLogs(List.of(CloudflareGatewayFixture.GATEWAY), LENGTH));
    assertThat(failed.kind()).isEqualTo(FailureKind.NOT_DONE);
    assertThat(cloudflareGatewayFixture.cloudflare.calls).isEmpty();
  }
}

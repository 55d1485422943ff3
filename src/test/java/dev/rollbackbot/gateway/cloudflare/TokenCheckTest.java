package dev.rollbackbot.gateway.cloudflare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollbackbot.Waiting;
import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.secret.Secret;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokenCheckTest {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-03-01T10:00:00Z"));
  private FakeCloudflare cloudflare;
  private CloudflareGateway gateway;

  @BeforeEach
  void start() throws Exception {
    cloudflare = new FakeCloudflare();
    gateway =
        new CloudflareGateway(
            CloudflareGatewayFixture.options(cloudflare, Waiting.LIMIT),
            () -> now.updateAndGet(t -> t));
  }

  @AfterEach
  void stop() throws Exception {
    gateway.close();
    cloudflare.stop();
  }

  @Test
  void an_active_token_is_no_problem() {
    assertThat(gateway.problem()).isEmpty();
  }

  @Test
  void a_disabled_token_is_a_problem() {
    cloudflare.account.tokenStatus = "disabled";

    assertThat(gateway.problem()).hasValue("The Cloudflare token is disabled.");
  }

  @Test
  void a_response_without_a_status_is_a_problem() {
    cloudflare.next("GET", "/verify", FakeCloudflare.answer(200, "{\"success\":true}"));

    assertThat(gateway.problem()).isPresent();
  }

  @Test
  void a_lost_response_is_a_problem() {
    cloudflare.next("GET", "/verify", FakeCloudflare.cut());

    assertThat(gateway.problem()).hasValue("Cloudflare's answer was lost: the connection was cut.");
  }

  @Test
  void the_result_is_cached_for_15_seconds() {
    cloudflare.account.tokenStatus = "expired";
    assertThat(gateway.problem()).isPresent();
    cloudflare.account.tokenStatus = "active";
    assertThat(gateway.problem()).isPresent();
    assertThat(cloudflare.calls).hasSize(1);

    now.updateAndGet(t -> t.plusSeconds(15));
    assertThat(gateway.problem()).isEmpty();
  }

  @Test
  void options_never_show_the_token() {
    CloudflareOptions options = CloudflareGatewayFixture.options(cloudflare, Duration.ofSeconds(1));

    assertThat(options.toString()).contains("acc-1").doesNotContain(FakeCloudflare.TOKEN);
  }

  @Test
  void invalid_options_are_refused_without_the_token() {
    URI base = URI.create("https://api.cloudflare.com/client/v4");
    assertThatThrownBy(
            () -> CloudflareOptions.of(base, "../x", Secret.fixed("t"), InboundLimits.defaults()))
        .hasMessageContaining("account id");
    assertThatThrownBy(() ->
            CloudflareOptions.of(base, "acc", Secret.fixed("to\nken"), InboundLimits.defaults()))
        .hasMessageContaining("token")
        .hasMessageNotContaining("ken\n");
    assertThatThrownBy(() ->
            CloudflareOptions.of(
                URI.create("ftp://x/"), "acc", Secret.fixed("t"), InboundLimits.defaults()))
        .hasMessageContaining("https://");
    assertThatThrownBy(() ->
            CloudflareOptions.of(
                URI.create("nothing"), "acc", Secret.fixed("t"), InboundLimits.defaults()))
        .hasMessageContaining("https://");
  }
}

package dev.rollbackbot.gateway.cloudflare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollbackbot.Waiting;
import dev.rollbackbot.app.CommandGateway;
import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.gateway.ProviderGateway;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.LiveReading;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.runbook.Service;
import dev.rollbackbot.runbook.ServiceRef;
import dev.rollbackbot.secret.Secret;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokenCheckTest {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-03-01T10:00:00Z"));
  private FakeCloudflare cloudflare;
  private ProviderGateway gateway;

  @BeforeEach
  void start() throws Exception {
    cloudflare = new FakeCloudflare();
    gateway =
        CloudflareGatewayFixture.gateway(
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

    assertThat(gateway.problem())
        .hasValue("The Cloudflare token CLOUDFLARE_API_TOKEN is disabled.");
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
  void the_token_of_an_account_is_verified_where_accounts_tokens_are() {
    cloudflare.next(
        "GET", "/user/tokens/verify", FakeCloudflare.refuse(401, 1000, "Invalid API Token"));

    assertThat(gateway.problem()).isEmpty();
    assertThat(cloudflare.calls)
        .extracting(FakeCloudflare.ReceivedRequest::path)
        .containsExactly("/user/tokens/verify", "/accounts/acc-1/tokens/verify");
  }

  @Test
  void a_token_that_neither_knows_is_a_problem() {
    cloudflare.next("GET", "/verify", 2, FakeCloudflare.refuse(401, 1000, "Invalid API Token"));

    assertThat(gateway.problem().orElseThrow())
        .contains("CLOUDFLARE_API_TOKEN is not accepted: it is wrong, has expired or was revoked.");
  }

  @Test
  void each_environment_is_read_with_its_own_token_only() {
    try (ProviderGateway strict = withTokens(Optional.empty(), "STAGING")) {
      cloudflare.account.worker("w", CloudflareGatewayFixture.V42);
      assertThat(live(strict, "staging").live()).isPresent();
      assertThat(cloudflare.tokens).isNotEmpty().containsOnly(FakeCloudflare.STAGING_TOKEN);

      cloudflare.clear();
      assertThat(live(strict, "production").problem())
          .contains("CLOUDFLARE_API_TOKEN_PRODUCTION is not set");
      assertThat(cloudflare.calls).isEmpty();
    }
    try (ProviderGateway both = withTokens(Optional.of(FakeCloudflare.TOKEN), "EU_STAGING")) {
      live(both, "eu-staging");
      assertThat(cloudflare.tokens).containsOnly(FakeCloudflare.STAGING_TOKEN);
      cloudflare.clear();
      live(both, "production");
      assertThat(cloudflare.tokens).containsOnly(FakeCloudflare.TOKEN);
    }
  }

  @Test
  void what_is_live_is_not_watched_with_the_last_calls_that_cloudflare_allows() {
    cloudflare.account.worker("w", CloudflareGatewayFixture.V42);
    cloudflare.next(
        "GET",
        "/verify",
        FakeCloudflare.answer(
            200,
            "{\"success\":true,\"result\":{\"status\":\"active\"}}",
            "Ratelimit",
            "\"default\";r=99;t=60"));
    assertThat(gateway.problem()).isEmpty();
    cloudflare.clear();

    assertThat(live(gateway, "production").problem()).contains("kept for the rollback");
    assertThat(gateway.preview(List.of(service("production"))))
        .isInstanceOfSatisfying(
            Outcome.Failed.class, f -> assertThat(f.text()).contains("kept for the rollback"));
    assertThat(cloudflare.calls).isEmpty();
    now.updateAndGet(t -> t.plusSeconds(61));
    assertThat(live(gateway, "production").live()).isPresent();
    assertThat(gateway.preview(List.of(service("production"))))
        .isInstanceOf(Outcome.Succeeded.class);
  }

  private ProviderGateway withTokens(Optional<String> general, String environment) {
    CloudflareOptions options =
        CloudflareGatewayFixture.options(cloudflare, Waiting.LIMIT)
            .with(
                general.map(Secret::fixed),
                Map.of(environment, Secret.fixed(FakeCloudflare.STAGING_TOKEN)),
                Optional.empty());
    assertThat(options.toString()).doesNotContain("secret");
    assertThat(options.tokensWithoutEnvironment(List.of("production", "eu-staging")))
        .doesNotContain("CLOUDFLARE_API_TOKEN_EU_STAGING");
    assertThat(options.tokensWithoutEnvironment(List.of("production")))
        .containsExactly("CLOUDFLARE_API_TOKEN_" + environment);
    return CloudflareGatewayFixture.gateway(options, () -> now.updateAndGet(t -> t));
  }

  private static ServiceRef service(String environment) {
    return ServiceRef.of(
        new Service("w", "W", Service.ServiceKind.WORKER, Optional.empty()),
        "w",
        Optional.of(environment));
  }

  private static LiveReading live(ProviderGateway gateway, String environment) {
    Outcome outcome =
        gateway.reconcile(
            new CommandGateway.Job("job", new Invocation.ReadLive(List.of(service(environment)))));
    return ((Outcome.LiveRead) ((Outcome.Succeeded) outcome).finding()).readings().getFirst();
  }

  @Test
  void options_never_show_the_token() {
    CloudflareOptions options = CloudflareGatewayFixture.options(cloudflare, Duration.ofSeconds(1));

    assertThat(options.toString()).contains("acc-1").doesNotContain(FakeCloudflare.TOKEN);
  }

  @Test
  void invalid_options_are_refused_without_the_token() {
    URI base = URI.create("https://api.cloudflare.com/client/v4");
    assertThatThrownBy(() ->
            CloudflareOptions.of(
                base, "../x", Optional.of(Secret.fixed("t")), InboundLimits.defaults()))
        .hasMessageContaining("account id");
    assertThatThrownBy(() ->
            CloudflareOptions.of(
                base, "acc", Optional.of(Secret.fixed("to\nken")), InboundLimits.defaults()))
        .hasMessageContaining("token")
        .hasMessageNotContaining("ken\n");
    assertThatThrownBy(() ->
            CloudflareOptions.of(
                URI.create("ftp://x/"),
                "acc",
                Optional.of(Secret.fixed("t")),
                InboundLimits.defaults()))
        .hasMessageContaining("https://");
    assertThatThrownBy(() ->
            CloudflareOptions.of(
                URI.create("nothing"),
                "acc",
                Optional.of(Secret.fixed("t")),
                InboundLimits.defaults()))
        .hasMessageContaining("https://");
  }
}

package dev.rollbackbot.gateway.cloudflare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.Outcome.Failed;
import dev.rollbackbot.incident.rollback.Outcome.FailureKind;
import dev.rollbackbot.incident.rollback.Outcome.RolledBack;
import dev.rollbackbot.incident.rollback.Outcome.Succeeded;
import dev.rollbackbot.incident.rollback.Outcome.Unknown;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A rollback at a stand-in of Cloudflare that answers as a test says. */
abstract class CompareAndRollbackCase {
  CloudflareGatewayFixture fixture;

  @BeforeEach
  void start() throws Exception {
    fixture = new CloudflareGatewayFixture();
  }

  @AfterEach
  void stop() throws Exception {
    fixture.stop();
  }

  void restart(Duration responseTimeout) throws Exception {
    fixture.stop();
    fixture = new CloudflareGatewayFixture(responseTimeout, RateLimitBudget::pause);
  }

  static RolledBack rolledBack(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Succeeded.class);
    return (RolledBack) ((Succeeded) outcome).finding();
  }

  static Failed failed(Outcome outcome, FailureKind kind) {
    assertThat(outcome).isInstanceOf(Failed.class);
    Failed failed = (Failed) outcome;
    assertThat(failed.kind()).isEqualTo(kind);
    assertThat(failed.text()).doesNotContain(FakeCloudflare.TOKEN);
    return failed;
  }

  static Unknown unknown(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Unknown.class);
    return (Unknown) outcome;
  }

  /** The read before the POST succeeds, all later ones fail. */
  void cutReadsAfterThePost() {
    fixture.cloudflare.next("GET", "/deployments", x -> x.send(200, x.perform().toString()));
    fixture.cloudflare.next("GET", "/deployments", 20, FakeCloudflare.cut());
  }
}

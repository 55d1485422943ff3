package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.gateway.ProviderGateway;
import dev.rollbackbot.gateway.contract.FaultyProxy;
import dev.rollbackbot.gateway.contract.ServiceBed;
import dev.rollbackbot.gateway.contract.ServiceProviderContract;
import dev.rollbackbot.incident.rollback.Invocation.RollBack;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Nested;

/** Cloudflare keeps to the contract of all providers. */
final class CloudflareContractTest {
  @Nested
  final class Workers extends CloudflareContract {
    @Override
    protected ServiceBed bed() throws Exception {
      return new WorkerBed();
    }
  }

  @Nested
  final class Pages extends CloudflareContract {
    @Override
    protected ServiceBed bed() throws Exception {
      return new PagesBed();
    }
  }

  abstract static class CloudflareContract extends ServiceProviderContract {}

  private abstract static class CloudflareBed implements ServiceBed {
    final CloudflareGatewayFixture fixture = new CloudflareGatewayFixture();
    private final FaultyProxy proxy =
        new FaultyProxy(fixture.cloudflare.baseUrl(), (method, _) -> !method.equals("GET"));

    CloudflareBed() throws Exception {}

    @Override
    public final ProviderGateway process(Duration response) {
      return CloudflareGatewayFixture.gateway(
          CloudflareGatewayFixture.options(proxy.address(), response), InstantSource.system());
    }

    @Override
    public final FaultyProxy proxy() {
      return proxy;
    }

    @Override
    public final void close() {
      proxy.close();
      try {
        fixture.stop();
      } catch (Exception e) {
        throw new AssertionError("not stopped", e);
      }
    }
  }

  private static final class WorkerBed extends CloudflareBed {
    WorkerBed() throws Exception {}

    @Override
    public RollBack job() {
      return CloudflareGatewayFixture.rollBack();
    }

    @Override
    public boolean targetIsLive() {
      return fixture.live().equals(CloudflareGatewayFixture.V41);
    }
  }

  private static final class PagesBed extends CloudflareBed {
    PagesBed() throws Exception {}

    @Override
    public RollBack job() {
      return CloudflareGatewayFixture.rollBackPages();
    }

    @Override
    public boolean targetIsLive() {
      return fixture.livePages().equals(CloudflareGatewayFixture.P2);
    }
  }
}

package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.Waiting;
import dev.rollbackbot.gateway.ProviderGateway;
import dev.rollbackbot.gateway.contract.FaultyProxy;
import dev.rollbackbot.gateway.contract.ServiceBed;
import dev.rollbackbot.gateway.contract.ServiceProviderContract;
import dev.rollbackbot.incident.rollback.Invocation.RollBack;
import java.time.InstantSource;
import java.util.Map;

/** Cloudflare keeps to the contract of all providers. */
final class CloudflareContractTest extends ServiceProviderContract {
  @Override
  protected ServiceBed bed() throws Exception {
    return new CloudflareBed(new CloudflareGatewayFixture());
  }

  @Override
  protected Map<String, String> leftOut() {
    return Map.of();
  }

  @Override
  protected int leftOutRows() {
    return 0;
  }

  private record CloudflareBed(CloudflareGatewayFixture fixture, FaultyProxy proxy)
      implements ServiceBed {
    CloudflareBed(CloudflareGatewayFixture fixture) {
      this(
          fixture,
          new FaultyProxy(fixture.cloudflare.baseUrl(), (method, _) -> !method.equals("GET")));
    }

    @Override
    public ProviderGateway process() {
      return CloudflareGatewayFixture.gateway(
          CloudflareGatewayFixture.options(proxy.address(), Waiting.LIMIT), InstantSource.system());
    }

    @Override
    public RollBack job() {
      return CloudflareGatewayFixture.rollBack();
    }

    @Override
    public boolean targetIsLive() {
      return fixture.live().equals(CloudflareGatewayFixture.V41);
    }

    @Override
    public void close() {
      proxy.close();
      try {
        fixture.stop();
      } catch (Exception e) {
        throw new AssertionError("not stopped", e);
      }
    }
  }
}

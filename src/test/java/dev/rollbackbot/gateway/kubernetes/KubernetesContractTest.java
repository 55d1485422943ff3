package dev.rollbackbot.gateway.kubernetes;

import dev.rollbackbot.Waiting;
import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.gateway.ProviderGateway;
import dev.rollbackbot.gateway.contract.FastClock;
import dev.rollbackbot.gateway.contract.FaultyProxy;
import dev.rollbackbot.gateway.contract.ServiceBed;
import dev.rollbackbot.gateway.contract.ServiceProviderContract;
import dev.rollbackbot.incident.rollback.Invocation.RollBack;
import dev.rollbackbot.sandbox.kubernetes.KubernetesFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** Kubernetes keeps to the contract of all providers. */
final class KubernetesContractTest extends ServiceProviderContract {
  /** The cluster's rollouts take a second. */
  private static final int FAST = 60;

  @TempDir Path folder;
  private int beds;

  @Override
  protected ServiceBed bed() throws Exception {
    beds++;
    return new KubernetesBed(
        KubernetesFixture.inRealTime(), Files.createDirectories(folder.resolve("bed" + beds)));
  }

  private record KubernetesBed(KubernetesFixture cluster, Path config, FaultyProxy proxy)
      implements ServiceBed {
    KubernetesBed(KubernetesFixture cluster, Path folder) throws IOException {
      this(
          cluster,
          cluster.kubeconfig(folder, KubernetesFixture.TOKEN),
          new FaultyProxy(cluster.address(), (method, _) -> method.equals("PATCH")));
      String text = Files.readString(config);
      Files.writeString(
          config, text.replace(cluster.address().getAuthority(), proxy.address().getAuthority()));
    }

    @Override
    public ProviderGateway process(Duration response) {
      InstantSource clock = new FastClock(FAST, proxy::spoilsReads);
      KubernetesOptions options =
          KubernetesOptions.of(
                  Map.of("KUBERNETES_CONFIG", config.toString()),
                  InboundLimits.defaults(),
                  new KubernetesOptions.CallTimings(
                      Waiting.LIMIT, response, Duration.ofSeconds(30), Duration.ofMillis(10)),
                  config)
              .orElseThrow();
      return new ProviderGateway(
          Map.of(
              KubernetesProvider.ID,
              new KubernetesProvider(options, List.of(KubernetesGatewayFixture.CHECKOUT), clock)),
          clock);
    }

    @Override
    public RollBack job() {
      try (ProviderGateway gateway = process()) {
        return KubernetesGatewayFixture.rollBack(
            gateway, KubernetesGatewayFixture.CHECKOUT, "1.5.1");
      }
    }

    @Override
    public boolean targetIsLive() {
      try {
        return KubernetesFixture.image(cluster.get(KubernetesFixture.CHECKOUT).json())
            .endsWith(":1.5.1");
      } catch (Exception e) {
        throw new IllegalStateException("the stand-in can't be read", e);
      }
    }

    @Override
    public void close() {
      proxy.close();
      try {
        cluster.close();
      } catch (Exception e) {
        throw new AssertionError("not stopped", e);
      }
    }
  }
}

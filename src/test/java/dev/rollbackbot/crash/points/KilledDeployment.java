package dev.rollbackbot.crash.points;

import dev.rollbackbot.sandbox.kubernetes.KubernetesFixture;
import dev.rollbackbot.story.fixture.ShopRunbook;
import jakarta.json.JsonObject;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A Deployment in a cluster, by one patch. */
record KilledDeployment(KubernetesFixture cluster, Path folder, int generation)
    implements KilledShop {
  static KilledDeployment in(Path folder) throws Exception {
    KubernetesFixture cluster = KubernetesFixture.inRealTime();
    KilledDeployment deployment =
        new KilledDeployment(
            cluster, Files.createTempDirectory(folder, "cluster"), generation(cluster));
    Files.writeString(
        Files.createDirectory(deployment.runbooks()).resolve("shop.yaml"),
        ShopRunbook.of("deployment", "shop/checkout"));
    return deployment;
  }

  /** How often its template or its replicas were changed. */
  private static int generation(KubernetesFixture cluster) throws Exception {
    return cluster
        .get(KubernetesFixture.CHECKOUT)
        .json()
        .getJsonObject("metadata")
        .getInt("generation");
  }

  private Path runbooks() {
    return folder.resolve("runbooks");
  }

  @Override
  public URI provider() {
    return cluster.address();
  }

  @Override
  public Map<String, String> settings(URI proxy) throws Exception {
    Path config = cluster.kubeconfig(folder, KubernetesFixture.TOKEN);
    Files.writeString(
        config,
        Files.readString(config).replace(cluster.address().getAuthority(), proxy.getAuthority()));
    return Map.of("RUNBOOKS", runbooks().toString(), "KUBERNETES_CONFIG", config.toString());
  }

  @Override
  public List<String> carriedOut() throws Exception {
    JsonObject checkout = cluster.get(KubernetesFixture.CHECKOUT).json();
    return List.of(
        KubernetesFixture.image(checkout).replaceAll(".*:", ""),
        "changes: " + (generation(cluster) - generation));
  }

  @Override
  public List<String> expected() {
    return List.of("1.5.1", "changes: 1");
  }

  @Override
  public boolean personDecides() {
    return false;
  }

  @Override
  public void close() {
    try {
      cluster.close();
    } catch (Exception e) {
      throw new IllegalStateException("the cluster did not stop", e);
    }
  }
}

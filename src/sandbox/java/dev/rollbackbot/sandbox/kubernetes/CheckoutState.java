package dev.rollbackbot.sandbox.kubernetes;

import dev.rollbackbot.sandbox.kubernetes.cluster.JsonPaths;
import jakarta.json.JsonObject;
import java.time.Instant;

/**
 * What users of checkout, or of another workload, get.
 *
 * @param image whole, with its tag
 * @param since when its rollout last moved on
 * @param changeCause as who deployed it wrote
 * @param spreading not every pod has the image yet
 */
public record CheckoutState(String image, Instant since, String changeCause, boolean spreading) {
  /** Everything from the bad release on. */
  private static final String BAD_RELEASES = "1.6.";

  static CheckoutState of(JsonObject deployment) {
    JsonObject status = JsonPaths.object(deployment, "status");
    long replicas = JsonPaths.number(deployment, 1, "spec", "replicas");
    boolean seen =
        JsonPaths.number(status, 0, "observedGeneration")
            >= JsonPaths.number(deployment, 0, "metadata", "generation");
    boolean everywhere =
        JsonPaths.number(status, 0, "updatedReplicas") >= replicas
            && JsonPaths.number(status, 0, "availableReplicas") >= replicas
            && JsonPaths.number(status, 0, "replicas") <= replicas;
    return new CheckoutState(
        image(deployment), since(deployment), changeCause(deployment), !(seen && everywhere));
  }

  public String tag() {
    return image.substring(image.lastIndexOf(':') + 1);
  }

  /**
   * While a rollout is under way some users still get the earlier release.
   *
   * @param newCheckout whether the feature flag shows what is bad in the bad releases
   */
  public boolean healthy(boolean newCheckout) {
    return (isGood() || !newCheckout) && !spreading;
  }

  /** Whether it is none of the bad releases. */
  public boolean isGood() {
    return !tag().startsWith(BAD_RELEASES);
  }

  private static String image(JsonObject deployment) {
    JsonObject container =
        JsonPaths.array(deployment, "spec", "template", "spec", "containers").getJsonObject(0);
    return JsonPaths.text(container, "image");
  }

  private static Instant since(JsonObject deployment) {
    return JsonPaths.array(deployment, "status", "conditions")
        .getValuesAs(JsonObject.class)
        .stream()
        .map(each -> JsonPaths.text(each, "lastUpdateTime"))
        .filter(time -> !time.isEmpty())
        .map(Instant::parse)
        .max(Instant::compareTo)
        .orElseGet(
            () -> Instant.parse(JsonPaths.text(deployment, "metadata", "creationTimestamp")));
  }

  private static String changeCause(JsonObject deployment) {
    return JsonPaths.text(deployment, "metadata", "annotations", "kubernetes.io/change-cause");
  }
}

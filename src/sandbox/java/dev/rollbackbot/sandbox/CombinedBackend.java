package dev.rollbackbot.sandbox;

import dev.rollbackbot.sandbox.cloudflare.Backend;
import dev.rollbackbot.sandbox.kubernetes.CheckoutState;
import dev.rollbackbot.sandbox.kubernetes.KubernetesStandIn;
import dev.rollbackbot.sandbox.shared.HttpResponses;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Two companies: the first with Workers and Pages, the second a shop on Kubernetes, whose only site
 * is {@code /sites/checkout}.
 */
record CombinedBackend(Backend first, KubernetesStandIn shop) implements Backend {
  /** Of all paths of the API server. */
  static final String KUBERNETES = "/kubernetes";

  private static final String CHECKOUT = "/sites/checkout/";

  /** Begins the ids of the cluster's faults; some have the same name as the first company's. */
  private static final String FAULT = "kubernetes-";

  private static final int MAX_CALLS = 50;

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (shop.handle(request, response, callback)) {
      return true;
    }
    String path = request.getHttpURI().getCanonicalPath();
    if (path.startsWith(CHECKOUT)) {
      visit(path.substring(CHECKOUT.length()), response, callback);
      return true;
    }
    return first.handle(request, response, callback);
  }

  private void visit(String page, Response response, Callback callback) {
    CheckoutState now = shop.checkout();
    switch (page) {
      case "health" -> HttpResponses.json(response, callback, 200, health(now));
      case "pay" ->
          HttpResponses.text(
              response,
              callback,
              now.healthy() ? 200 : 500,
              now.healthy() ? "Pay here" : "Internal Server Error");
      default -> HttpResponses.text(response, callback, 404, "Not Found");
    }
  }

  private static JsonObject health(CheckoutState now) {
    return JsonHelper.object()
        .add("status", now.healthy() ? "ok" : "degraded")
        .add("service", "checkout")
        .build();
  }

  @Override
  public JsonObject json() {
    JsonObject own = first.json();
    return JsonHelper.copy(own)
        .add("services", joined(own.getJsonArray("services").stream(), Stream.of(service())))
        .add("faults", joined(own.getJsonArray("faults").stream(), faults()))
        .add("providerCalls", calls(own.getJsonArray("providerCalls")))
        .build();
  }

  private JsonObject service() {
    CheckoutState now = shop.checkout();
    return JsonHelper.object()
        .add("id", "checkout")
        .add("name", "shop/checkout")
        .add("kind", "deployment")
        .add(
            "live",
            JsonHelper.object()
                .add("label", now.tag())
                .add("id", now.image())
                .add("since", now.since().toString())
                .add("author", "")
                .add("message", now.changeCause()))
        .add("spreading", now.spreading())
        .add("healthy", now.healthy())
        .add("health", JsonHelper.object().add("status", 200).add("body", health(now).toString()))
        .add("url", CHECKOUT + "health")
        .build();
  }

  /** {@code group} keeps them apart from the first company's. */
  private Stream<JsonObject> faults() {
    return shop.json().getJsonArray("faults").getValuesAs(JsonObject.class).stream()
        .map(each ->
            JsonHelper.copy(each)
                .add("id", FAULT + each.getString("id"))
                .add("group", "Kubernetes")
                .build());
  }

  private JsonArray calls(JsonArray firstCalls) {
    List<JsonObject> all =
        Stream.concat(
                firstCalls.getValuesAs(JsonObject.class).stream(),
                shop.calls().getValuesAs(JsonObject.class).stream())
            .sorted(Comparator.comparing(each -> each.getString("at")))
            .toList();
    return JsonHelper.objects(all.subList(Math.max(0, all.size() - MAX_CALLS), all.size()));
  }

  private static JsonArray joined(Stream<? extends JsonValue> one, Stream<JsonObject> other) {
    JsonArrayBuilder list = JsonHelper.array();
    Stream.concat(one, other).forEach(list::add);
    return list.build();
  }

  @Override
  public void setFault(String id, boolean on) {
    List<String> ids =
        json().getJsonArray("faults").getValuesAs(JsonObject.class).stream()
            .map(each -> each.getString("id"))
            .toList();
    if (!ids.contains(id)) {
      throw new IllegalArgumentException(
          "There is no fault \"%s\". The faults are: %s."
              .formatted(id, ids.stream().collect(Collectors.joining(", "))));
    }
    if (id.startsWith(FAULT)) {
      shop.setFault(id.substring(FAULT.length()), on);
    } else {
      first.setFault(id, on);
    }
  }

  @Override
  public boolean slackThrottled() {
    return first.slackThrottled();
  }

  @Override
  public void reset() {
    first.reset();
    shop.reset();
  }

  @Override
  public void onChange(Runnable listener) {
    first.onChange(listener);
    shop.onChange(listener);
  }

  /** Those of the first company. */
  @Override
  public JsonArray providerRollbacks() {
    return first.providerRollbacks();
  }

  @Override
  public void close() {
    first.close();
    shop.close();
  }
}

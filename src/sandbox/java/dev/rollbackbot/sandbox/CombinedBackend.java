package dev.rollbackbot.sandbox;

import dev.rollbackbot.sandbox.cloudflare.Backend;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import dev.rollbackbot.sandbox.shared.SwitchGroup;
import dev.rollbackbot.sandbox.shop.Shop;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Two companies: the first with Workers and Pages, the second a shop on Kubernetes, whose only site
 * is {@code /sites/checkout}; and the bot's machine, if there is one.
 */
final class CombinedBackend implements Backend {
  private static final int MAX_CALLS = 50;

  private final Backend first;
  private final Shop shop;
  private final List<SwitchGroup> groups = new CopyOnWriteArrayList<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  CombinedBackend(Backend first, Shop shop) {
    this.first = first;
    this.shop = shop;
    groups.add(shop);
  }

  /** More faults for the page; their ids differ from all that there are. */
  void add(SwitchGroup group) {
    groups.add(group);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    return shop.handle(request, response, callback) || first.handle(request, response, callback);
  }

  @Override
  public JsonObject json() {
    JsonObject own = first.json();
    return JsonHelper.copy(own)
        .add("services", joined(own.getJsonArray("services").stream(), Stream.of(shop.service())))
        .add("runs", shop.runs())
        .add("flags", JsonHelper.array().add(shop.flag()))
        .add(
            "faults",
            joined(
                own.getJsonArray("faults").stream(),
                groups.stream().flatMap(group -> group.faults().stream())))
        .add("providerCalls", calls(own.getJsonArray("providerCalls")))
        .build();
  }

  private JsonArray calls(JsonArray firstCalls) {
    List<JsonObject> all =
        Stream.concat(firstCalls.getValuesAs(JsonObject.class).stream(), shop.calls())
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
    groups.stream()
        .filter(group -> group.faults().stream().anyMatch(f -> f.getString("id").equals(id)))
        .findFirst()
        .ifPresentOrElse(group -> group.setFault(id, on), () -> first.setFault(id, on));
    listeners.forEach(Runnable::run);
  }

  @Override
  public void decideRun(String run, String decision) {
    shop.decide(run, decision);
  }

  @Override
  public boolean slackThrottled() {
    return first.slackThrottled();
  }

  @Override
  public void reset() {
    first.reset();
    groups.forEach(SwitchGroup::reset);
  }

  @Override
  public void onChange(Runnable listener) {
    listeners.add(listener);
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

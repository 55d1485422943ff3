package dev.rollbackbot.sandbox.shop;

import dev.rollbackbot.sandbox.github.GitHubStandIn;
import dev.rollbackbot.sandbox.github.actions.WorkflowRun;
import dev.rollbackbot.sandbox.kubernetes.CheckoutState;
import dev.rollbackbot.sandbox.kubernetes.KubernetesStandIn;
import dev.rollbackbot.sandbox.shared.HttpResponses;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import dev.rollbackbot.sandbox.shared.SwitchGroup;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The shop: its cluster, its workflows, its feature flag, and the site of checkout, which fails as
 * long as a bad release shows the new checkout. A workflow that deploys changes the cluster.
 */
public final class Shop implements SwitchGroup, AutoCloseable {
  /** Of all paths of the API server. */
  public static final String KUBERNETES = "/kubernetes";

  /** Of all paths of GitHub. */
  public static final String GITHUB = "/github";

  /** Of all paths of Unleash. */
  public static final String UNLEASH = "/unleash";

  private static final String CHECKOUT = "/sites/checkout/";
  private static final Duration LOOK = Duration.ofMillis(200);

  /** Begins the ids of the cluster's faults; some have the same name as the first company's. */
  private static final String OF_CLUSTER = "kubernetes-";

  /** The runs of the workflow that deploys are named so. */
  private static final Pattern DEPLOYS = Pattern.compile("Deploy (\\S+) \\(.*\\)");

  private final InstantSource clock = InstantSource.system();
  private final KubernetesStandIn kubernetes;
  private final GitHubStandIn github;
  private final FoundationRepository foundation;
  private final GitHubSwitches actions;
  private final FlagStandIn flag;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final List<BiConsumer<String, String>> firstCompany = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService timer;
  private final Set<Long> deployed = new HashSet<>();
  private JsonValue shown = JsonValue.NULL;

  private Shop(String kubernetesToken, String otherToken, boolean fast) {
    kubernetes = KubernetesStandIn.start(KUBERNETES, kubernetesToken, fast);
    github = GitHubStandIn.start(GITHUB, otherToken, fast, clock);
    foundation = new FoundationRepository(otherToken, fast, clock);
    actions = new GitHubSwitches(List.of(github, foundation.standIn()), clock);
    flag = new FlagStandIn(UNLEASH, otherToken, clock);
    timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("sandbox-shop").factory());
  }

  /**
   * Starts half an hour into a bad release.
   *
   * @param otherToken of GitHub and of Unleash
   * @param fast short times, for tests
   */
  public static Shop start(String kubernetesToken, String otherToken, boolean fast) {
    Shop shop = new Shop(kubernetesToken, otherToken, fast);
    var _ =
        shop.timer.scheduleWithFixedDelay(
            shop::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    return shop;
  }

  /** False, with nothing written, for other paths. */
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    if (kubernetes.handle(request, response, callback)) {
      return true;
    }
    String path = request.getHttpURI().getCanonicalPath();
    GitHubStandIn named = foundation.standIn().owns(path) ? foundation.standIn() : github;
    if (named.handle(request, response, callback) || flag.handle(request, response, callback)) {
      actions.settle();
      changed();
      return true;
    }
    if (!path.startsWith(CHECKOUT)) {
      return false;
    }
    visit(path.substring(CHECKOUT.length()), response, callback);
    return true;
  }

  private void visit(String page, Response response, Callback callback) {
    boolean healthy = healthy(kubernetes.checkout());
    switch (page) {
      case "health" -> HttpResponses.json(response, callback, 200, health(healthy));
      case "pay" ->
          HttpResponses.text(
              response,
              callback,
              healthy ? 200 : 500,
              healthy ? "Pay here" : "Internal Server Error");
      default -> HttpResponses.text(response, callback, 404, "Not Found");
    }
  }

  private boolean healthy(CheckoutState now) {
    return now.healthy(flag.enabled());
  }

  private static JsonObject health(boolean healthy) {
    return JsonHelper.object()
        .add("status", healthy ? "ok" : "degraded")
        .add("service", "checkout")
        .build();
  }

  /** Deploys what a run has got to, and tells how the runs stand. */
  private void look() {
    for (WorkflowRun run : github.runs()) {
      Matcher title = DEPLOYS.matcher(run.title);
      if (title.matches() && run.deploys(clock.instant()) && deployed.add(run.id)) {
        kubernetes.release(title.group(1), "deployed by a workflow");
      }
    }
    foundation.deploy((service, environment) ->
        firstCompany.forEach(listener -> listener.accept(service, environment)));
    JsonValue now = runs();
    if (!now.equals(shown)) {
      shown = now;
      changed();
    }
  }

  /** The service of the cluster, for the page. */
  public JsonObject service() {
    CheckoutState now = kubernetes.checkout();
    boolean healthy = healthy(now);
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
        .add("healthy", healthy)
        .add(
            "health",
            JsonHelper.object().add("status", 200).add("body", health(healthy).toString()))
        .add("url", CHECKOUT + "health")
        .build();
  }

  /** The newest workflow runs, for the page. */
  public JsonArray runs() {
    return actions.runs();
  }

  /** The feature flag, for the page. */
  public JsonObject flag() {
    return flag.json();
  }

  /** The last calls of all, in no order. */
  public Stream<JsonObject> calls() {
    return Stream.of(
            JsonHelper.each(kubernetes.calls()), actions.calls(), JsonHelper.each(flag.calls()))
        .flatMap(calls -> calls);
  }

  @Override
  public List<JsonObject> faults() {
    Stream<JsonObject> cluster =
        kubernetes.json().getJsonArray("faults").getValuesAs(JsonObject.class).stream()
            .map(each ->
                JsonHelper.copy(each)
                    .add("id", OF_CLUSTER + each.getString("id"))
                    .add("group", "In the Kubernetes shop")
                    .build());
    Stream<JsonObject> ofFlag =
        Stream.of(ShopFault.values())
            .filter(each -> each.id.startsWith("flag-"))
            .map(each -> each.json(flag.isOn(each)));
    return Stream.of(cluster, actions.faults().stream(), ofFlag).flatMap(each -> each).toList();
  }

  @Override
  public void setFault(String id, boolean on) {
    if (id.startsWith(OF_CLUSTER)) {
      kubernetes.setFault(id.substring(OF_CLUSTER.length()), on);
    } else if (id.startsWith("github-")) {
      actions.setFault(id, on);
    } else {
      ShopFault fault = ShopFault.of(id).orElseThrow();
      if (fault != ShopFault.FLAG_SOMEONE_SWITCHES_ON) {
        flag.set(fault, on);
      } else if (on) {
        flag.put(true);
      }
    }
    changed();
  }

  /**
   * As a person at GitHub does.
   *
   * @param decision {@code approve}, {@code reject} or {@code cancel}
   * @throws IllegalArgumentException if that can't be done with that run now
   */
  public void decide(String run, String decision) {
    actions.decide(run, decision);
    changed();
  }

  /** Gives the listener the cluster's token at once, and each later one. */
  public void onKubernetesToken(Consumer<String> listener) {
    kubernetes.onToken(listener);
  }

  /**
   * Gives the listener the service and the environment that a workflow of the first company deploys
   * without the factory.
   */
  public void onFirstCompanyDeploys(BiConsumer<String, String> listener) {
    firstCompany.add(listener);
  }

  /** Calls a listener, on any thread, after each change. */
  public void onChange(Runnable listener) {
    listeners.add(listener);
    kubernetes.onChange(listener);
  }

  private void changed() {
    listeners.forEach(Runnable::run);
  }

  /** Restores the state of the start, but for the tokens. */
  @Override
  public void reset() {
    actions.reset();
    flag.reset();
    kubernetes.reset();
    changed();
  }

  @Override
  public void close() {
    timer.shutdownNow();
    kubernetes.close();
  }
}

package dev.rollbackbot.sandbox.kubernetes;

import dev.rollbackbot.sandbox.kubernetes.api.ClusterReply;
import dev.rollbackbot.sandbox.kubernetes.api.ClusterRequest;
import dev.rollbackbot.sandbox.kubernetes.api.ClusterRoutes;
import dev.rollbackbot.sandbox.kubernetes.cluster.AccessRights;
import dev.rollbackbot.sandbox.kubernetes.cluster.Cluster;
import dev.rollbackbot.sandbox.kubernetes.cluster.ClusterFault;
import dev.rollbackbot.sandbox.kubernetes.cluster.ClusterFaults;
import dev.rollbackbot.sandbox.kubernetes.cluster.ClusterOwner;
import dev.rollbackbot.sandbox.kubernetes.cluster.ClusterTimings;
import dev.rollbackbot.sandbox.kubernetes.cluster.ObjectKey;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import dev.rollbackbot.sandbox.shared.RecentEntries;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stand-in for the API server of a Kubernetes cluster and its controllers. The namespace {@code
 * shop} starts half an hour into a bad release of the Deployment {@code checkout}; rollouts take
 * their time.
 *
 * <p>{@link #handle} blocks while it reads the request body. A timer thread sends what watches see.
 */
public final class KubernetesStandIn implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KubernetesStandIn.class);
  private static final int MAX_CALLS = 200;

  private final String prefix;
  private final String firstToken;
  private final InstantSource clock;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final List<Consumer<String>> tokenListeners = new CopyOnWriteArrayList<>();
  private final RecentEntries calls = new RecentEntries(MAX_CALLS);
  private final AtomicInteger rotations = new AtomicInteger();
  private final ScheduledExecutorService timer;
  private final ClusterFaults faults = new ClusterFaults();
  private final AccessRights rights = new AccessRights(faults);
  private final Cluster cluster;
  private final ClusterRoutes api;
  private final ClusterHttp http;

  private KubernetesStandIn(
      String prefix, String token, ClusterTimings timings, InstantSource clock) {
    this.prefix = prefix;
    this.clock = clock;
    firstToken = token;
    timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("sandbox-kubernetes").factory());
    cluster = new Cluster(clock, faults, timings);
    api = new ClusterRoutes(this::token, cluster, faults, rights, timings);
    http = new ClusterHttp(timer, timings.watch());
  }

  /**
   * Starts with the state that {@link #reset} restores.
   *
   * @param prefix of all paths: "" or, beside other stand-ins, one such as {@code /kubernetes}
   * @param fast short timings, for tests
   */
  public static KubernetesStandIn start(String prefix, String token, boolean fast) {
    return new KubernetesStandIn(prefix, token, ClusterTimings.of(fast), InstantSource.system());
  }

  static KubernetesStandIn start(
      String prefix, String token, ClusterTimings timings, InstantSource clock) {
    return new KubernetesStandIn(prefix, token, timings, clock);
  }

  /** False, with nothing written, for paths without the prefix. */
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    if (!request.getHttpURI().getCanonicalPath().startsWith(prefix + "/")) {
      return false;
    }
    Optional<ClusterRequest> readable = ClusterHttp.read(request, prefix);
    ClusterReply reply = readable.map(api::answer).orElseGet(ClusterRoutes::tooLarge);
    int status = reply instanceof ClusterReply.Complete complete ? complete.status() : 0;
    calls.add(
        JsonHelper.object()
            .add("at", clock.instant().toString())
            .add("method", request.getMethod())
            .add("path", request.getHttpURI().getPathQuery())
            .add("contentType", readable.map(ClusterRequest::contentType).orElse(""))
            .add("status", status)
            .build());
    changed();
    http.send(request, response, callback, reply);
    return true;
  }

  /** The token that is valid at present. */
  public String token() {
    int count = rotations.get();
    return count == 0 ? firstToken : firstToken + "-" + count;
  }

  /** Gives the listener the present token at once, and each later one. */
  public void onToken(Consumer<String> listener) {
    tokenListeners.add(listener);
    listener.accept(token());
  }

  /** {@code {faults: [...], calls: [...]}}, for the page. A lost answer has the status 0. */
  public JsonObject json() {
    JsonArrayBuilder list = JsonHelper.array();
    for (ClusterFault fault : ClusterFault.values()) {
      list.add(
          JsonHelper.object()
              .add("id", fault.id)
              .add("label", fault.label)
              .add("description", fault.description)
              .add("action", fault.action())
              .add("on", faults.isOn(fault)));
    }
    return JsonHelper.object().add("faults", list).add("calls", calls()).build();
  }

  /** The last calls, oldest first. */
  public JsonArray calls() {
    return calls.json();
  }

  /** Refuses an unknown id with {@link IllegalArgumentException}, which lists the ids. */
  public void setFault(String id, boolean on) {
    ClusterFault fault = ClusterFault.of(id);
    if (fault.action()) {
      if (on) {
        act(fault);
      }
    } else {
      boolean was = faults.isOn(fault);
      faults.set(fault, on);
      if (fault == ClusterFault.SELF_HEAL && was != on) {
        inCluster(on ? cluster::giveToArgoCd : cluster::takeFromArgoCd);
      }
    }
    changed();
  }

  private void act(ClusterFault action) {
    switch (action) {
      case TOKEN_EXPIRED -> {
        rotations.incrementAndGet();
        tokenListeners.forEach(listener -> listener.accept(token()));
      }
      case SOMEONE_DEPLOYS -> inCluster(() -> cluster.someoneDeploys(false));
      case SOMEONE_DEPLOYS_UNPULLABLE -> inCluster(() -> cluster.someoneDeploys(true));
      case SOMEONE_SCALES -> inCluster(() -> cluster.scaleUp(Cluster.CHECKOUT));
      default -> throw new IllegalStateException(action + " is no action");
    }
  }

  private void inCluster(Runnable change) {
    var _ =
        cluster.call(() -> {
          change.run();
          return true;
        });
  }

  /** More workloads, a short time after a bad release; everything begins anew. */
  public void add(Collection<ObjectKey> workloads) {
    cluster.add(workloads);
  }

  /** What users of a workload get now; empty: there is none. */
  public Optional<CheckoutState> workload(ObjectKey key) {
    return cluster.call(() -> cluster.get(key).map(CheckoutState::of));
  }

  /** What users of checkout get now. */
  public CheckoutState checkout() {
    return cluster.call(() -> CheckoutState.of(cluster.get(Cluster.CHECKOUT).orElseThrow()));
  }

  /** Rolls another image of checkout out, as a pipeline does. */
  public void release(String tag, String how) {
    inCluster(() -> cluster.release(tag, how));
    changed();
  }

  /** The same with another workload. */
  public void release(ObjectKey key, String tag, String how) {
    inCluster(() -> cluster.release(key, tag, how));
    changed();
  }

  /** Takes a right away until {@link #reset}; {@code group} is "" for the core group. */
  public void deny(String verb, String group, String resource) {
    rights.deny(verb, group, resource);
  }

  /** Gives an object the marks of an owner, and makes the owner's own objects. */
  public void mark(ObjectKey key, ClusterOwner owner) {
    inCluster(() -> cluster.mark(key, owner));
  }

  /** Restores the state of the start, but for the token. */
  public void reset() {
    faults.clear();
    rights.clear();
    calls.clear();
    cluster.reset();
    changed();
  }

  /** Calls a listener, on any thread, after each call and each change of the faults. */
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private void changed() {
    for (Runnable listener : listeners) {
      try {
        listener.run();
      } catch (RuntimeException e) {
        // The response continues.
        LOG.warn("change listener failed", e);
      }
    }
  }
}

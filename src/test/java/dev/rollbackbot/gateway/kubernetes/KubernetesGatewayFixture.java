package dev.rollbackbot.gateway.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Waiting;
import dev.rollbackbot.app.CommandGateway.Finished;
import dev.rollbackbot.app.CommandGateway.Job;
import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.gateway.ProviderGateway;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.Invocation.ReconcileRollback;
import dev.rollbackbot.incident.rollback.Invocation.RollBack;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.ServiceDeployments;
import dev.rollbackbot.incident.rollback.Version;
import dev.rollbackbot.runbook.Service;
import dev.rollbackbot.runbook.Service.ServiceKind;
import dev.rollbackbot.runbook.ServiceRef;
import dev.rollbackbot.sandbox.kubernetes.KubernetesFixture;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** A gateway with the provider, and the stand-in for Kubernetes with a clock that tests move. */
final class KubernetesGatewayFixture {
  static final ServiceRef CHECKOUT = service("checkout", ServiceKind.DEPLOYMENT, "shop/checkout");
  static final ServiceRef MAILER = service("mailer", ServiceKind.DEPLOYMENT, "shop/mailer");
  static final ServiceRef ORDERS = service("orders", ServiceKind.STATEFUL_SET, "shop/orders");
  static final ServiceRef LOG_AGENT = service("agent", ServiceKind.DAEMON_SET, "shop/log-agent");

  /** What a poll of a test lets pass at the cluster: a part of a rollout. */
  private static final Duration STEP = Duration.ofMillis(40);

  /** After as many polls every rollout has ended that can, and deadlines are waited for. */
  private static final int STEPS = 25;

  private static final Duration LONG_STEP = Duration.ofSeconds(10);

  final KubernetesFixture cluster;
  final KubernetesProvider provider;
  final ProviderGateway gateway;

  KubernetesGatewayFixture(Path folder) throws Exception {
    this(folder, Waiting.LIMIT, Duration.ofMillis(300));
  }

  KubernetesGatewayFixture(Path folder, Duration response, Duration rateLimitBudget)
      throws Exception {
    cluster = KubernetesFixture.start();
    cluster.standIn.onToken(token -> replaceToken(folder, token));
    Path config = cluster.kubeconfig(folder, "TOKEN");
    Files.writeString(config, Files.readString(config).replace("token: TOKEN", "tokenFile: token"));
    KubernetesOptions options =
        KubernetesOptions.of(
                Map.of("KUBERNETES_CONFIG", config.toString()),
                InboundLimits.defaults(),
                new KubernetesOptions.CallTimings(
                    Waiting.LIMIT, response, rateLimitBudget, Duration.ofMillis(10)),
                folder)
            .orElseThrow();
    provider =
        new KubernetesProvider(
            options, List.of(CHECKOUT, MAILER, ORDERS, LOG_AGENT), cluster.clock);
    gateway = gateway();
  }

  /** Another one, as a process that takes over has it. */
  ProviderGateway gateway() {
    return new ProviderGateway(Map.of(KubernetesProvider.ID, provider), cluster.clock);
  }

  /** As the kubelet does: another file takes the place of the former. */
  private static void replaceToken(Path folder, String token) {
    try {
      Path next = Files.writeString(folder.resolve("token.next"), token);
      Files.move(next, folder.resolve("token"), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ServiceRef service(String id, ServiceKind kind, String resource) {
    return ServiceRef.of(
        new Service(id, id, kind, Optional.empty()), resource, Optional.of("production"));
  }

  ServiceDeployments survey(ServiceRef service) {
    return survey(gateway, service);
  }

  private static ServiceDeployments survey(ProviderGateway gateway, ServiceRef service) {
    Job job = new Job("job-1", Invocation.Survey.of(List.of(service)));
    Outcome outcome = ((Finished) gateway.submit(job, () -> true)).outcome();
    assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
    Outcome.Surveyed surveyed = (Outcome.Surveyed) ((Outcome.Succeeded) outcome).finding();
    return surveyed.services().getFirst();
  }

  /** From what is live to an earlier version whose image has this tag. */
  RollBack rollBack(ServiceRef service, String tag) {
    return rollBack(gateway, service, tag);
  }

  static RollBack rollBack(ProviderGateway gateway, ServiceRef service, String tag) {
    ServiceDeployments surveyed = survey(gateway, service);
    return rollBack(service, surveyed.live(), version(surveyed, tag));
  }

  static RollBack rollBack(ServiceRef service, Deployment planned, Version target) {
    return new RollBack(
        service, planned, target, "Rollback INC-7/3: back, plan ab12", Optional.empty());
  }

  static Version version(ServiceDeployments surveyed, String tag) {
    return surveyed.earlier().stream()
        .flatMap(d -> d.onlyVersion().stream())
        .filter(v -> v.tag().orElse("").endsWith(":" + tag))
        .findFirst()
        .orElseThrow();
  }

  /** While the cluster's clock stands. */
  Outcome outcome(Invocation invocation) {
    return outcome(invocation, () -> true);
  }

  Outcome outcome(Invocation invocation, LeaseCheck leaseCheck) {
    return ((Finished) gateway.submit(new Job("job-1", invocation), leaseCheck)).outcome();
  }

  /** While time passes at the cluster. */
  Outcome inTime(RollBack job) throws Exception {
    return inTime(job, () -> true);
  }

  Outcome inTime(RollBack job, LeaseCheck leaseCheck) throws Exception {
    return inTime(() -> outcome(job, leaseCheck));
  }

  Outcome reconcile(RollBack job) throws Exception {
    ProviderGateway other = gateway();
    Job asked = new Job("job-1", new ReconcileRollback(job, Optional.empty()));
    return inTime(() -> other.reconcile(asked));
  }

  /** Time passes at the cluster only between what it is asked: a slow gateway misses nothing. */
  private Outcome inTime(Supplier<Outcome> work) throws Exception {
    FutureTask<Outcome> task = new FutureTask<>(work::get);
    Thread.ofVirtual().start(task);
    AtomicInteger polls = new AtomicInteger();
    AtomicReference<JsonArray> seen = new AtomicReference<>(JsonValue.EMPTY_JSON_ARRAY);
    Waiting.await()
        // The clock moves here, so this waits for nothing.
        .pollInterval(STEP)
        .until(() -> {
          JsonArray calls = cluster.standIn.calls();
          if (!calls.equals(seen.getAndSet(calls))) {
            cluster.clock.pass(polls.getAndIncrement() < STEPS ? STEP : LONG_STEP);
          }
          return task.isDone();
        });
    return task.get();
  }

  /** Changes that reached the cluster, refused ones included. */
  List<JsonObject> patches() {
    return cluster.standIn.calls().getValuesAs(JsonObject.class).stream()
        .filter(call -> call.getString("method").equals("PATCH"))
        .toList();
  }

  void fault(String id) {
    cluster.standIn.setFault(id, true);
  }

  String image(String path) throws Exception {
    String image = KubernetesFixture.image(cluster.get(path).json());
    return image.substring(image.lastIndexOf(':') + 1);
  }

  void stop() throws Exception {
    gateway.close();
    cluster.close();
  }
}

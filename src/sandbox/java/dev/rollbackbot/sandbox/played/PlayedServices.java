package dev.rollbackbot.sandbox.played;

import dev.rollbackbot.sandbox.cloudflare.CloudflareStandIn;
import dev.rollbackbot.sandbox.github.GitHubStandIn;
import dev.rollbackbot.sandbox.github.actions.ActionsRepository;
import dev.rollbackbot.sandbox.github.actions.EnvironmentRecords;
import dev.rollbackbot.sandbox.kubernetes.CheckoutState;
import dev.rollbackbot.sandbox.kubernetes.KubernetesStandIn;
import dev.rollbackbot.sandbox.kubernetes.cluster.ApiResource;
import dev.rollbackbot.sandbox.kubernetes.cluster.ObjectKey;
import dev.rollbackbot.sandbox.played.PlayedRepositories.DeployedBy;
import dev.rollbackbot.sandbox.played.PlayedRunbooks.PlayedKind;
import dev.rollbackbot.sandbox.played.PlayedRunbooks.PlayedService;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The services of played runbooks, each at the stand-in of its provider. */
record PlayedServices(
    List<PlayedService> services,
    CloudflareStandIn cloudflare,
    KubernetesStandIn kubernetes,
    List<GitHubStandIn> repositories,
    InstantSource clock) {
  /** Of those that Actions deploys, the one that is live at first. */
  private static final String BAD_COMMIT = "bad".repeat(13) + "0";

  private static final String GOOD_COMMIT = "feed".repeat(10);
  private static final String GOOD_RELEASE = "1.5.1";

  void begin() {
    cloudflare.add(resources(PlayedKind.WORKER), resources(PlayedKind.PAGES));
    kubernetes.add(services.stream().flatMap(each -> key(each).stream()).toList());
    repositories.forEach(this::deployed);
  }

  private void deployed(GitHubStandIn repository) {
    Instant now = clock.instant();
    List<String> environments =
        services.stream()
            .flatMap(each -> DeployedBy.of(each).stream())
            .filter(each -> each.repository().equals(repository.fullName()))
            .map(DeployedBy::environment)
            .distinct()
            .toList();
    if (environments.isEmpty()) {
      return;
    }
    push(repository, "cafe".repeat(10), "Longer timeouts");
    push(repository, GOOD_COMMIT, "Clearer texts");
    push(repository, BAD_COMMIT, "The newest release");
    for (String each : environments) {
      EnvironmentRecords records = repository.environment();
      records.deployed(each, "cafe".repeat(10), now.minus(Duration.ofHours(410)), true);
      records.deployed(each, GOOD_COMMIT, now.minus(Duration.ofHours(76)), true);
      records.deployed(each, BAD_COMMIT, now.minus(Duration.ofMinutes(30)), true);
    }
  }

  private static void push(GitHubStandIn repository, String commit, String message) {
    var _ = repository.pulls().push(ActionsRepository.MAIN, commit, message);
  }

  private Optional<GitHubStandIn> repository(DeployedBy service) {
    return repositories.stream()
        .filter(each -> each.fullName().equals(service.repository()))
        .findFirst();
  }

  /** An earlier version of the services with that resource is live from now on. */
  void repair(String resource) {
    for (PlayedService service : services) {
      if (service.resource().equals(resource) && !good(service)) {
        switch (service.kind()) {
          case WORKER, PAGES -> cloudflare.repair(resource);
          case DEPLOYMENT, STATEFUL_SET, DAEMON_SET ->
              key(service)
                  .ifPresent(key -> kubernetes.release(key, GOOD_RELEASE, "made by a played job"));
          case GITHUB_ENVIRONMENT ->
              DeployedBy.of(service)
                  .ifPresent(by ->
                      repository(by)
                          .orElseThrow()
                          .environment()
                          .deployed(by.environment(), GOOD_COMMIT, clock.instant(), true));
          case OTHER -> {
            // It has no versions, and gets well with any job.
          }
        }
      }
    }
  }

  private List<String> resources(PlayedKind kind) {
    return services.stream()
        .filter(each -> each.kind() == kind)
        .map(PlayedService::resource)
        .toList();
  }

  private static Optional<ObjectKey> key(PlayedService service) {
    Optional<ApiResource> resource =
        switch (service.kind()) {
          case DEPLOYMENT -> Optional.of(ApiResource.DEPLOYMENTS);
          case STATEFUL_SET -> Optional.of(ApiResource.STATEFULSETS);
          case DAEMON_SET -> Optional.of(ApiResource.DAEMONSETS);
          case WORKER, PAGES, GITHUB_ENVIRONMENT, OTHER -> Optional.empty();
        };
    int slash = service.resource().indexOf('/');
    return resource
        .filter(_ -> slash > 0)
        .map(kind ->
            new ObjectKey(
                kind,
                service.resource().substring(0, slash),
                service.resource().substring(slash + 1)));
  }

  boolean hasVersions(String resource) {
    return services.stream()
        .anyMatch(each -> each.resource().equals(resource) && json(each).isPresent());
  }

  /** Whether what is live at its provider is good; a service without versions is not. */
  boolean good(PlayedService service) {
    return json(service).map(json -> json.getBoolean("healthy")).orElse(false);
  }

  private Optional<JsonObject> json(PlayedService service) {
    return switch (service.kind()) {
      case WORKER, PAGES -> cloudflare.service(service.resource());
      case DEPLOYMENT, STATEFUL_SET, DAEMON_SET ->
          key(service).flatMap(key -> kubernetes.workload(key).map(now -> json(key, now)));
      case GITHUB_ENVIRONMENT ->
          DeployedBy.of(service)
              .flatMap(by -> repository(by).flatMap(at -> at.environment().live(by.environment())))
              .map(commit -> json(service, commit));
      case OTHER -> Optional.empty();
    };
  }

  private static JsonObject json(PlayedService service, String commit) {
    return JsonHelper.object()
        .add("name", service.resource())
        .add("kind", "github_environment")
        .add(
            "live",
            JsonHelper.object()
                .add("label", commit.substring(0, 8))
                .add("id", commit)
                .add("since", "")
                .add("author", "")
                .add("message", ""))
        .add("spreading", false)
        .add("healthy", !commit.equals(BAD_COMMIT))
        .build();
  }

  private static JsonObject json(ObjectKey key, CheckoutState now) {
    // Of a DaemonSet the cluster tells other numbers.
    boolean spreading = key.resource() != ApiResource.DAEMONSETS && now.spreading();
    return JsonHelper.object()
        .add("name", key.namespace() + "/" + key.name())
        .add("kind", "deployment")
        .add(
            "live",
            JsonHelper.object()
                .add("label", now.tag())
                .add("id", now.image())
                .add("since", now.since().toString())
                .add("author", "")
                .add("message", now.changeCause()))
        .add("spreading", spreading)
        .add("healthy", now.isGood() && !spreading)
        .build();
  }

  /** For the page; {@code well}: whether its probes pass whatever is live, or none of them does. */
  Stream<JsonObject> json(Function<PlayedService, Optional<Boolean>> well) {
    return services.stream()
        .map(service -> {
          Optional<JsonObject> known = json(service);
          boolean healthy = well.apply(service).orElseGet(() -> good(service));
          return JsonHelper.copy(known.orElse(JsonObject.EMPTY_JSON_OBJECT))
              .add("id", service.resource())
              .add("name", service.id())
              .add("kind", service.kind().name().toLowerCase(java.util.Locale.ROOT))
              .add("healthy", healthy)
              .build();
        });
  }
}

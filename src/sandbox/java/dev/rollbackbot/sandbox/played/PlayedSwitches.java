package dev.rollbackbot.sandbox.played;

import dev.rollbackbot.sandbox.cloudflare.CloudflareStandIn;
import dev.rollbackbot.sandbox.kubernetes.KubernetesStandIn;
import dev.rollbackbot.sandbox.played.PlayedRunbooks.PlayedKind;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import dev.rollbackbot.sandbox.shop.GitHubSwitches;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The faults of all stand-ins that fit any service, and only where the runbooks have one. */
record PlayedSwitches(
    PlayedRunbooks runbooks,
    CloudflareStandIn cloudflare,
    KubernetesStandIn kubernetes,
    GitHubSwitches actions,
    Set<PlayedFault> on) {
  private static final String OF_CLUSTER = "kubernetes-";
  private static final Set<String> AT_CLOUDFLARE =
      Set.of(
          "provider-down",
          "provider-slow",
          "server-error-once",
          "server-error-done-once",
          "lose-answer-once",
          "status-trouble");
  private static final Set<String> IN_CLUSTER =
      Set.of(
          "api-down",
          "api-busy",
          "server-error-once",
          "server-error-done-once",
          "lose-answer-once",
          "delay-change-once",
          "image-unpullable",
          "pods-refused",
          "patch-forbidden",
          "token-expired");

  List<JsonObject> faults() {
    Stream<JsonObject> own =
        Stream.of(PlayedFault.values())
            .filter(this::applies)
            .map(each ->
                JsonHelper.object()
                    .add("id", each.id)
                    .add("label", each.label)
                    .add("description", each.description)
                    .add("action", false)
                    .add("on", on.contains(each))
                    .add("group", each.group)
                    .build());
    Stream<JsonObject> provider =
        JsonHelper.each(cloudflare.json().getJsonArray("faults"))
            .filter(each ->
                each.getString("id").equals("slack-429")
                    || (has(PlayedKind.WORKER, PlayedKind.PAGES)
                        && AT_CLOUDFLARE.contains(each.getString("id"))))
            .map(each ->
                each.getString("id").equals("slack-429")
                    ? each
                    : JsonHelper.with(each, "group", "At Cloudflare"));
    Stream<JsonObject> cluster =
        JsonHelper.each(kubernetes.json().getJsonArray("faults"))
            .filter(_ -> has(PlayedKind.DEPLOYMENT, PlayedKind.STATEFUL_SET, PlayedKind.DAEMON_SET))
            .filter(each -> IN_CLUSTER.contains(each.getString("id")))
            .map(each ->
                JsonHelper.copy(each)
                    .add("id", OF_CLUSTER + each.getString("id"))
                    .add("group", "In Kubernetes")
                    .build());
    Stream<JsonObject> github =
        actions.repositories().isEmpty() ? Stream.empty() : actions.faults().stream();
    return Stream.of(own, provider, cluster, github).flatMap(each -> each).toList();
  }

  private boolean applies(PlayedFault fault) {
    return switch (fault) {
      case SITES_STAY_BAD, SITES_REPAIRED -> !runbooks.sites().isEmpty();
      case HTTP_DOWN, HTTP_RUNS_FAIL, HTTP_LOSE_ANSWER_ONCE, HTTP_STRANGE_STATE ->
          !runbooks.jobs().isEmpty();
      case PROGRAMS_FAIL -> !runbooks.programs().isEmpty() && !runbooks.programsRun();
    };
  }

  private boolean has(PlayedKind... kinds) {
    return runbooks.services().stream().anyMatch(each -> Set.of(kinds).contains(each.kind()));
  }

  void setFault(String id, boolean switchedOn) {
    List<String> ids = faults().stream().map(each -> each.getString("id")).toList();
    if (!ids.contains(id)) {
      throw new IllegalArgumentException(
          "There is no fault \"%s\". The faults are: %s."
              .formatted(id, ids.stream().collect(Collectors.joining(", "))));
    }
    if (id.startsWith(OF_CLUSTER)) {
      kubernetes.setFault(id.substring(OF_CLUSTER.length()), switchedOn);
    } else if (id.startsWith("github-")) {
      actions.setFault(id, switchedOn);
    } else {
      PlayedFault.of(id)
          .ifPresentOrElse(
              fault -> {
                if (switchedOn) {
                  on.add(fault);
                } else {
                  on.remove(fault);
                }
              },
              () -> cloudflare.setFault(id, switchedOn));
    }
  }
}

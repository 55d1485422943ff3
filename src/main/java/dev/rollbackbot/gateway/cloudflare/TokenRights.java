package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.app.readiness.ProviderAccess.AccessAnswer;
import dev.rollbackbot.gateway.BoundedJson;
import dev.rollbackbot.gateway.CallResult.Success;
import dev.rollbackbot.runbook.Service;
import dev.rollbackbot.runbook.ServiceRef;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a token may change. Cloudflare tells only a token that may also read tokens; any other one
 * is known to be active, and to read what it reads.
 */
record TokenRights(CloudflareClient client) {
  private static final String VERIFY = "/verify";

  AccessAnswer of(List<ServiceRef> services) {
    Optional<Set<String>> granted = granted();
    if (granted.isEmpty()) {
      return AccessAnswer.notAsked(
          "Whether %s may change anything is known only when it does: Cloudflare tells it only to a token that also has “API Tokens: Read”."
              .formatted(client.token().setting()));
    }
    String lacking =
        services.stream()
            .map(service -> needed(service.service().kind()))
            .distinct()
            .filter(group -> !granted.get().contains(group))
            .collect(Collectors.joining("” and “"));
    return lacking.isEmpty()
        ? AccessAnswer.GRANTED
        : AccessAnswer.lacking(
            "The Cloudflare token %s lacks the permission “%s”."
                .formatted(client.token().setting(), lacking));
  }

  private static String needed(Service.ServiceKind kind) {
    return kind == Service.ServiceKind.PAGES ? "Pages Write" : "Workers Scripts Write";
  }

  /** The names of the permission groups that the token is given; empty: it may not ask. */
  private Optional<Set<String>> granted() {
    for (String path : client.token().verifyPaths(client.account(""))) {
      if (client.get(path) instanceof Success verified) {
        return BoundedJson.object(verified.body(), "result")
            .flatMap(result -> BoundedJson.text(result, "id"))
            .filter(id -> id.matches("[0-9A-Za-z]+"))
            .flatMap(id -> granted(path.replace(VERIFY, "/" + id)));
      }
    }
    return Optional.empty();
  }

  private Optional<Set<String>> granted(String path) {
    if (!(client.get(path) instanceof Success details)) {
      return Optional.empty();
    }
    Set<String> names = new TreeSet<>();
    BoundedJson.object(details.body(), "result").stream()
        .flatMap(result -> BoundedJson.objects(result, "policies").orElse(List.of()).stream())
        .filter(policy -> BoundedJson.text(policy, "effect").equals(Optional.of("allow")))
        .flatMap(
            policy -> BoundedJson.objects(policy, "permission_groups").orElse(List.of()).stream())
        .forEach(group -> BoundedJson.text(group, "name").ifPresent(names::add));
    return Optional.of(names);
  }
}

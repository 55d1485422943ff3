package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.gateway.Json;
import dev.rollbackbot.incident.Version;
import jakarta.json.JsonObject;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** What is known of one Worker's versions: collected with few calls, and never in the way. */
final class WorkerVersions {
  private static final int MOST_SINGLE_READS = 10;
  private static final int MOST_LISTED = 200;

  private final Api api;
  private final String script;
  private final Patience patience;
  private final Map<String, Version> known = new HashMap<>();
  private final Set<String> listed = new HashSet<>();
  private final Set<String> gone = new HashSet<>();

  WorkerVersions(Api api, String script, Patience patience, Collection<Version> known) {
    this.api = api;
    this.script = script;
    this.patience = patience;
    known.forEach(v -> this.known.put(v.id(), v));
  }

  /** Reads the versions that can be deployed. False: Cloudflare did not list them. */
  boolean list() {
    try {
      JsonObject envelope = api.read(script + "/versions?deployable=true", patience);
      Optional<List<JsonObject>> items =
          Json.object(envelope, "result").flatMap(r -> Json.objects(r, "items"));
      items.orElse(List.of()).stream().limit(MOST_LISTED).forEach(this::remember);
      listed.addAll(known.keySet());
      return items.isPresent();
    } catch (Unread e) {
      return false;
    }
  }

  /** Reads those that are not known yet, one by one, up to a limit. */
  void complete(Collection<String> ids) {
    ids.stream()
        .distinct()
        .filter(id -> !known.containsKey(id))
        .limit(MOST_SINGLE_READS)
        .forEach(this::read);
  }

  private void read(String id) {
    switch (api.get(script + "/versions/" + id)) {
      case Answer.Told told ->
          Json.object(told.envelope(), "result")
              .filter(v -> Json.text(v, "id").equals(Optional.of(id)))
              .ifPresent(this::remember);
      case Answer.Refused refused -> {
        if (refused.status() == 404) {
          gone.add(id);
        }
      }
      // A label is not worth a wait.
      case Answer.Limited _, Answer.Silence _ -> {}
    }
  }

  private void remember(JsonObject json) {
    version(json).ifPresent(v -> known.put(v.id(), v));
  }

  private static Optional<Version> version(JsonObject json) {
    Optional<JsonObject> metadata = Json.object(json, "metadata");
    Optional<JsonObject> annotations = Json.object(json, "annotations");
    return Json.text(json, "id")
        .filter(Names::allowed)
        .map(id ->
            new Version(
                id,
                label(json, id),
                annotations.flatMap(a -> Json.text(a, "workers/tag")).map(Words::clip),
                metadata.flatMap(m -> Json.text(m, "created_on")).flatMap(Words::instant),
                metadata.flatMap(m -> Json.text(m, "author_email")).map(Words::clip),
                annotations.flatMap(a -> Json.text(a, "workers/message")).map(Words::clip)));
  }

  private static String label(JsonObject json, String id) {
    OptionalDouble number = Json.number(json, "number");
    double n = number.orElse(0);
    return n >= 1 && n <= Integer.MAX_VALUE && n == Math.rint(n)
        ? "v" + (int) n
        : Words.shortId(id);
  }

  /** What is known of it; at least its id. */
  Version of(String id) {
    Version version = known.get(id);
    return version != null
        ? version
        : new Version(
            id,
            Words.shortId(id),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
  }

  /** Whether Cloudflare said that there is no such version any more. */
  boolean gone(String id) {
    return gone.contains(id);
  }

  /** Whether it was in Cloudflare's list of what can be deployed. */
  boolean deployable(String id) {
    return listed.contains(id);
  }
}

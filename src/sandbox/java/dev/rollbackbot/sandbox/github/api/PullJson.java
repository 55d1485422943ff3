package dev.rollbackbot.sandbox.github.api;

import dev.rollbackbot.sandbox.github.pulls.StoredPull;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** How pull requests, reviews and checks are described. */
final class PullJson {
  private static final long FIRST_RUN = 77_000_000L;

  private PullJson() {}

  static JsonObjectBuilder user(String login) {
    return JsonHelper.object().add("login", login).add("type", "User");
  }

  private static void time(JsonObjectBuilder json, String name, Optional<Instant> at) {
    if (at.isPresent()) {
      json.add(name, at.get().truncatedTo(ChronoUnit.SECONDS).toString());
    } else {
      json.add(name, JsonValue.NULL);
    }
  }

  /** As in a list. */
  static JsonObjectBuilder pull(StoredPull pull, String owner, String page) {
    JsonObjectBuilder json =
        JsonHelper.object()
            .add("id", 900 + pull.number)
            .add("number", pull.number)
            .add("state", pull.isOpen() ? "open" : "closed")
            .add("draft", false)
            .add("title", pull.title)
            .add("body", pull.body)
            .add("user", user(pull.author))
            .add("html_url", page)
            .add("head", branch(owner, pull.head, pull.sha()))
            .add("base", branch(owner, pull.base, ""));
    time(json, "created_at", Optional.of(pull.createdAt));
    time(json, "closed_at", pull.closedAt());
    time(json, "merged_at", pull.mergedBy().flatMap(_ -> pull.closedAt()));
    return json;
  }

  private static JsonObjectBuilder branch(String owner, String ref, String sha) {
    return JsonHelper.object().add("label", owner + ":" + ref).add("ref", ref).add("sha", sha);
  }

  /** As read alone. */
  static JsonObject details(StoredPull pull, String owner, String page, Instant now) {
    JsonObjectBuilder json = pull(pull, owner, page);
    String state = pull.mergeable(now);
    json.add("merged", pull.mergedBy().isPresent()).add("mergeable_state", state);
    if (state.equals("unknown")) {
      json.add("mergeable", JsonValue.NULL);
    } else {
      json.add("mergeable", !state.equals("dirty"));
    }
    pull.mergedBy().ifPresent(by -> json.add("merged_by", user(by)));
    return json.build();
  }

  static JsonObject review(StoredPull.StoredReview review, int id) {
    return JsonHelper.object()
        .add("id", id)
        .add("user", user(review.by()))
        .add("state", review.state())
        .add("commit_id", review.commit())
        .build();
  }

  static JsonObject checkRuns(Optional<StoredPull> pull, Instant now, String page) {
    JsonArrayBuilder runs = JsonHelper.array();
    int count = 0;
    for (StoredPull.StoredCheck check : pull.map(p -> p.checkRuns(now)).orElse(List.of())) {
      count++;
      JsonObjectBuilder json =
          JsonHelper.object()
              .add("id", 7000 + count)
              .add("name", check.name())
              .add("status", check.status())
              .add("html_url", page + "/checks/" + check.name());
      runs.add(
          check.conclusion().isEmpty()
              ? json.add("conclusion", JsonValue.NULL)
              : json.add("conclusion", check.conclusion()));
    }
    return JsonHelper.object().add("total_count", count).add("check_runs", runs).build();
  }

  /** The id of the run whose jobs are the checks. */
  static long run(StoredPull pull) {
    return FIRST_RUN + pull.number;
  }

  static JsonObject runs(Optional<StoredPull> pull) {
    JsonArrayBuilder runs = JsonHelper.array();
    pull.ifPresent(p ->
        runs.add(
            JsonHelper.object()
                .add("id", run(p))
                .add("name", "CI")
                .add("status", "in_progress")
                .add("conclusion", JsonValue.NULL)
                .add("head_sha", p.sha())));
    return JsonHelper.object()
        .add("total_count", pull.isPresent() ? 1 : 0)
        .add("workflow_runs", runs)
        .build();
  }

  static JsonObject jobs(StoredPull pull, Instant now, String page) {
    JsonObject runs = checkRuns(Optional.of(pull), now, page);
    return JsonHelper.object()
        .add("total_count", runs.getInt("total_count"))
        .add("jobs", runs.getJsonArray("check_runs"))
        .build();
  }

  /** GitHub says pending where there is no status at all. */
  static JsonObject status(Optional<StoredPull> pull, Instant now, String page) {
    JsonArrayBuilder statuses = JsonHelper.array();
    Optional<StoredPull.StoredCheck> status = pull.flatMap(p -> p.status(now));
    status.ifPresent(s ->
        statuses.add(
            JsonHelper.object()
                .add("context", s.name())
                .add("state", s.status())
                .add("target_url", page + "/status/" + s.name())));
    return JsonHelper.object()
        .add("state", status.map(StoredPull.StoredCheck::status).orElse("pending"))
        .add("total_count", status.isPresent() ? 1 : 0)
        .add("statuses", statuses)
        .build();
  }
}

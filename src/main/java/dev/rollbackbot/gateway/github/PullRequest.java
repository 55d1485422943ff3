package dev.rollbackbot.gateway.github;

import dev.rollbackbot.gateway.BoundedJson;
import dev.rollbackbot.gateway.ProviderText;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A pull request as GitHub describes it.
 *
 * @param head id of the commit that would be merged
 * @param mergeable GitHub's word for what is in the way of a merge
 * @param conflict its commits can't be merged with those of the base
 * @param author for people
 */
record PullRequest(
    String number,
    boolean open,
    boolean merged,
    boolean draft,
    String head,
    String body,
    Optional<Instant> created,
    String mergeable,
    boolean conflict,
    String author,
    Optional<String> mergedBy) {
  /** The line that the bot writes into the text of one that it opens. */
  private static final Pattern MARK =
      Pattern.compile("(?m)^Rollback Bot, (\\S{1,100}), commit ([0-9a-f]{40,64})[ \\t\\r]*$");

  /** Its text: the runbook's, and by what it is found again. */
  static String body(Optional<String> text, String correlation, String head) {
    return text.map(t -> t + "\n\n").orElse("")
        + "Rollback Bot, %s, commit %s".formatted(correlation, head);
  }

  /** Empty: what GitHub describes is none. */
  static Optional<PullRequest> of(JsonObject json) {
    Optional<String> number = WorkflowRunSearch.id(json, "number");
    Optional<String> head =
        BoundedJson.object(json, "head")
            .flatMap(h -> BoundedJson.text(h, "sha"))
            .filter(sha -> sha.matches("[0-9a-f]{40,64}"));
    Optional<String> state = BoundedJson.text(json, "state");
    if (number.isEmpty() || head.isEmpty() || state.isEmpty()) {
      return Optional.empty();
    }
    String mergeable = BoundedJson.text(json, "mergeable_state").orElse("");
    return Optional.of(
        new PullRequest(
            number.get(),
            state.get().equals("open"),
            BoundedJson.is(json, "merged", true) || BoundedJson.text(json, "merged_at").isPresent(),
            BoundedJson.is(json, "draft", true),
            head.get(),
            BoundedJson.text(json, "body").orElse(""),
            BoundedJson.text(json, "created_at").flatMap(ProviderText::instant),
            mergeable,
            mergeable.equals("dirty") || BoundedJson.is(json, "mergeable", false),
            login(json, "user").orElse("somebody"),
            login(json, "merged_by")));
  }

  static Optional<String> login(JsonObject json, String name) {
    return BoundedJson.object(json, name)
        .flatMap(u -> BoundedJson.text(u, "login"))
        .map(ProviderText::clip);
  }

  /** GitHub's times are whole seconds. */
  boolean isSince(Instant began) {
    return created.filter(at -> !at.isBefore(began.truncatedTo(ChronoUnit.SECONDS))).isPresent();
  }

  boolean openedFor(String correlation) {
    return mark().filter(m -> m.group(1).equals(correlation)).isPresent();
  }

  /** The commit that the bot opened it with; empty: the bot did not open it. */
  Optional<String> openedWith() {
    return mark().map(m -> m.group(2));
  }

  /** The last one: what stands before it may hold texts that people chose. */
  private Optional<MatchResult> mark() {
    return MARK.matcher(body).results().reduce((_, last) -> last);
  }
}

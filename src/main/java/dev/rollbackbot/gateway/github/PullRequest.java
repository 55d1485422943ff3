package dev.rollbackbot.gateway.github;

import dev.rollbackbot.gateway.BoundedJson;
import dev.rollbackbot.gateway.ProviderText;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
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
      Pattern.compile(
          "(?m)^Rollback Bot, (\\S{1,100}), commit ([0-9a-f]{40,64}), seal ([0-9a-f]{32})["
              + " \\t\\r]*$");

  /**
   * Such a line. Anybody who may push may write one, so it means something only with its seal.
   *
   * @param correlation of the job that opened it
   * @param commit that it was opened with
   */
  record PullMark(String correlation, String commit, String seal) {}

  /** Its text: the runbook's, and by what it is found again. */
  static String body(Optional<String> text, PullMark mark) {
    return text.map(t -> t + "\n\n").orElse("")
        + "Rollback Bot, %s, commit %s, seal %s"
            .formatted(mark.correlation(), mark.commit(), mark.seal());
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
        .map(ProviderText::name);
  }

  /** GitHub's times are whole seconds. */
  boolean isSince(Instant began) {
    return created.filter(at -> !at.isBefore(began.truncatedTo(ChronoUnit.SECONDS))).isPresent();
  }

  List<PullMark> marks() {
    return MARK.matcher(body)
        .results()
        .map(m -> new PullMark(m.group(1), m.group(2), m.group(3)))
        .toList();
  }
}

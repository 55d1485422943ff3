package dev.rollbackbot.sandbox.github.actions;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The faults that a user may switch on. Those of runs hold for runs that begin afterwards. */
public enum ActionsFault {
  API_DOWN("Everything answers 503 until you switch this off."),
  SERVER_ERROR_ONCE("The next change is not made and answers 502. Switches itself off."),
  SERVER_ERROR_DONE_ONCE("The next change is made, but answers 502. Switches itself off."),
  LOSE_ANSWER_ONCE(
      "The next change is made, but the connection breaks before the answer. Switches itself off."),
  RATE_LIMITED_ONCE("The next change answers 429 with Retry-After. Switches itself off."),
  SECONDARY_LIMIT_ONCE(
      "The next change answers 403 because of a secondary rate limit. Switches itself off."),
  PRIMARY_LIMIT("Everything answers 403: no calls are left for an hour."),
  TOKEN_REFUSED("Everything answers 401 until you switch this off."),
  WRITE_FORBIDDEN("Changes answer 403: the token lacks a permission."),
  NOT_FOUND("Everything about repositories answers 404 until you switch this off."),
  GARBAGE("Everything answers 200 with HTML until you switch this off."),
  HUGE("Everything answers 200 with an endless list until you switch this off."),
  OLD_SERVER("As an older Enterprise Server: a run's id is not told to who starts it."),
  LATE_LISTING("Runs show up in lists some seconds after they began."),
  LISTS_FAIL("Lists of runs answer 502 until you switch this off."),
  NEVER_LISTED("Lists hold no run until you switch this off."),
  NEEDS_APPROVAL("The environment of new runs waits for an approval."),
  JOB_FAILS("The last job of new runs fails."),
  JOB_SKIPPED("The last job of new runs is skipped, and the run is a success."),
  UNKNOWN_CONCLUSION("New runs end with a word that did not exist before."),
  UNKNOWN_STATUS("New runs have a status that did not exist before."),
  IGNORES_CANCEL("New runs go on although they are cancelled."),
  HUGE_LOG("The logs of new runs are longer than anybody reads."),
  CHECK_FAILS("A check of new pull requests fails, until it is run again."),
  UNKNOWN_CHECK("A check of new pull requests ends with a word that did not exist before."),
  CHECKS_FORBIDDEN("Check runs answer 403, as they do to a person's fine-grained token."),
  NO_CHECKS("New pull requests have no checks."),
  REVIEW_REQUIRED("New pull requests need an approving review."),
  CONFLICT("New pull requests conflict with their base."),
  MERGE_REFUSED("New pull requests can only be merged by the merge queue."),
  UP_TO_DATE("A branch must hold all of its base before it is merged: rule of new pull requests."),
  HEAD_MOVES_ONCE(
      "Somebody pushes to the branch just before the next merge or run. Switches itself off.");

  /** The name in lower case, with hyphens. */
  public final String id = name().toLowerCase(Locale.ROOT).replace('_', '-');

  public final String description;

  ActionsFault(String description) {
    this.description = description;
  }

  /** Refuses an unknown id with {@link IllegalArgumentException}, which lists the ids. */
  public static ActionsFault of(String id) {
    return Arrays.stream(values())
        .filter(each -> each.id.equals(id))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "unknown fault "
                    + id
                    + "; there are "
                    + Arrays.stream(values()).map(f -> f.id).collect(Collectors.joining(", "))));
  }
}

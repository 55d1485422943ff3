package dev.rollbackbot.sandbox.kubernetes.cluster;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The faults that a user may switch on, with the texts of the page. */
public enum ClusterFault {
  API_DOWN(
      "The API server is down", "A proxy answers 503 to everything until you switch this off."),
  API_BUSY(
      "The API server is busy",
      "It answers 429 in plain text, with Retry-After, to everything until you switch this off."),
  SERVER_ERROR_ONCE("Next change answers 500", "The next change is not made. Switches itself off."),
  SERVER_ERROR_DONE_ONCE(
      "Next change is made and answers 500",
      "The next change is made, but the answer is 500. Switches itself off."),
  RETRY_AFTER_ONCE(
      "Next change answers 500 and asks for another try",
      "The next change is not made; the answer is 500 ServerTimeout with Retry-After, which makes"
          + " kubectl send it again. Switches itself off."),
  LOSE_ANSWER_ONCE(
      "Next answer gets lost",
      "The next change is made, but the connection breaks before the answer. Switches itself off."),
  DELAY_CHANGE_ONCE(
      "Next change is made later",
      "The next change is answered with 504 and made some seconds later. Switches itself off."),
  CONFLICT_ONCE(
      "Somebody scales at the same moment",
      "The replicas of the object change just before the next change. Switches itself off."),
  IMAGE_UNPULLABLE(
      "Images cannot be pulled",
      "No new pod becomes ready until you switch this off: rollouts get stuck."),
  PODS_REFUSED(
      "Pods are refused", "A quota refuses new pods until you switch this off: rollouts stand."),
  WEBHOOK_DENIES(
      "An admission webhook denies changes", "Changes answer 403 until you switch this off."),
  WEBHOOK_REFUSES_DRY_RUN(
      "An admission webhook cannot be tried",
      "Changes with dryRun answer 400 until you switch this off."),
  PATCH_FORBIDDEN("The right to patch is missing", "Patches answer 403 until you switch this off."),
  TOKEN_EXPIRED("The token expires", "The token is replaced at once: the former one answers 401."),
  SOMEONE_DEPLOYS(
      "Someone else deploys", "Another image of checkout is rolled out. Press again for another."),
  SOMEONE_DEPLOYS_UNPULLABLE(
      "Someone deploys an image that does not exist",
      "The rollout of checkout gets stuck. Press again for another."),
  SOMEONE_SCALES("Someone scales", "checkout gets one more replica. Press again for another."),
  SELF_HEAL(
      "Argo CD owns it",
      "checkout belongs to an Application with self-heal, which writes its template back some"
          + " seconds after each change until you switch this off.");

  /** The name in lower case, with hyphens. */
  public final String id = name().toLowerCase(Locale.ROOT).replace('_', '-');

  public final String label;
  public final String description;

  ClusterFault(String label, String description) {
    this.label = label;
    this.description = description;
  }

  public static ClusterFault of(String id) {
    return Arrays.stream(values())
        .filter(fault -> fault.id.equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(unknown(id)));
  }

  /** Whether it is something that is done once, rather than a state. */
  public boolean action() {
    return switch (this) {
      case TOKEN_EXPIRED, SOMEONE_DEPLOYS, SOMEONE_DEPLOYS_UNPULLABLE, SOMEONE_SCALES -> true;
      case API_DOWN,
          API_BUSY,
          SERVER_ERROR_ONCE,
          SERVER_ERROR_DONE_ONCE,
          RETRY_AFTER_ONCE,
          LOSE_ANSWER_ONCE,
          DELAY_CHANGE_ONCE,
          CONFLICT_ONCE,
          IMAGE_UNPULLABLE,
          PODS_REFUSED,
          WEBHOOK_DENIES,
          WEBHOOK_REFUSES_DRY_RUN,
          PATCH_FORBIDDEN,
          SELF_HEAL ->
          false;
    };
  }

  private static String unknown(String id) {
    String known = Arrays.stream(values()).map(fault -> fault.id).collect(Collectors.joining(", "));
    return "There is no fault \"" + id + "\". The faults are: " + known + ".";
  }
}

package dev.rollbackbot.sandbox.cloudflare.account;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What a person may break, in the words that the page shows. */
public enum Fault {
  PROVIDER_DOWN(
      "provider-down",
      "",
      "Cloudflare is down",
      "Its API answers 503 to everything until you switch this off."),
  PROVIDER_SLOW(
      "provider-slow",
      "",
      "Cloudflare is slow",
      "It does what it is asked at once, and answers 15 seconds later."),
  FAIL_GATEWAY_ONCE(
      "fail-gateway-once",
      "gateway",
      "Next gateway rollback fails",
      "Cloudflare answers 500 once and changes nothing. Switches itself off."),
  FAIL_PLANNING_ONCE(
      "fail-planning-once",
      "planning-machine",
      "Next planning-machine rollback fails",
      "Cloudflare answers 500 once and changes nothing. Switches itself off."),
  LOSE_ANSWER_ONCE(
      "lose-answer-once",
      "",
      "Next answer gets lost",
      "The next rollback is done, but the connection breaks before the answer. Switches itself"
          + " off."),
  SOMEONE_DEPLOYS(
      "someone-deploys",
      "gateway",
      "Someone else deploys",
      "A new gateway version, with the factory in it, is live at once. Press again for another."),
  SLACK_429(
      "slack-429",
      "",
      "Slack is busy",
      "Slack answers 429 to everything for 5 seconds. Switches itself off."),
  SITE_SICK(
      "site-sick",
      "",
      "Rolling back does not help",
      "Health and error rate stay bad whatever version is live.");

  public final String id;
  public final String target;
  public final String label;
  public final String description;

  Fault(String id, String target, String label, String description) {
    this.id = id;
    this.target = target;
    this.label = label;
    this.description = description;
  }

  public static Fault of(String id) {
    return Arrays.stream(values())
        .filter(fault -> fault.id.equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(unknown(id)));
  }

  private static String unknown(String id) {
    String known = Arrays.stream(values()).map(fault -> fault.id).collect(Collectors.joining(", "));
    return "There is no fault \"" + id + "\". The faults are: " + known + ".";
  }
}

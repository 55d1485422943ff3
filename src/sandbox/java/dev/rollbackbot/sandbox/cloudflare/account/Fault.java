package dev.rollbackbot.sandbox.cloudflare.account;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The faults that a user may switch on, with the texts of the page. */
public enum Fault {
  PROVIDER_DOWN(
      "Cloudflare is down", "Its API answers 503 to everything until you switch this off."),
  PROVIDER_SLOW(
      "Cloudflare is slow", "It does what it is asked at once, and answers 15 seconds later."),
  FAIL_GATEWAY_ONCE(
      "gateway",
      "Next gateway rollback fails",
      "Cloudflare refuses it with 400 once and changes nothing. Switches itself off."),
  FAIL_PLANNING_ONCE(
      "planning-machine",
      "Next planning-machine rollback fails",
      "Cloudflare refuses it with 400 once and changes nothing. Switches itself off."),
  SERVER_ERROR_ONCE(
      "Next change answers 500",
      "The next rollback is not done, and Cloudflare answers 500 with JSON. Switches itself off."),
  SERVER_ERROR_DONE_ONCE(
      "Next change is done and answers 500",
      "The next rollback is done, but Cloudflare answers 500 with JSON. Switches itself off."),
  LOSE_ANSWER_ONCE(
      "Next answer gets lost",
      "The next rollback is done, but the connection breaks before the answer. Switches itself"
          + " off."),
  SOMEONE_DEPLOYS(
      "gateway",
      "Someone else deploys",
      "A new gateway version, with the factory in it, is live at once. Press again for another."),
  SECRET_CHANGED(
      "gateway",
      "Someone changes a secret",
      "A new gateway version with the code of the live one is live at once. A rollback to a"
          + " version from before is refused with 10220. Press again for another secret."),
  GRADUAL_DEPLOYMENT(
      "gateway",
      "Someone deploys gradually",
      "A new gateway version, with the factory in it, has half of the traffic at once. Press again"
          + " for another."),
  HOSTILE_TEXTS(
      "gateway",
      "Someone deploys with hostile texts",
      "Message, author and tag of a new gateway version, and from now on logs and health checks,"
          + " try to mention people, to link and to turn the text around."),
  UNREADABLE_VERSION(
      "gateway",
      "One version is unreadable",
      "Reading gateway v41 by itself answers 500 until you switch this off."),
  PAGES_BUILDING(
      "ui",
      "A dashboard is being built",
      "A production deployment of the dashboard is in its build stage until you switch this off;"
          + " then it has failed."),
  DURABLE_OBJECTS_MIGRATED(
      "planning-machine",
      "Someone migrates Durable Objects",
      "A new planning-machine version with a migration of its Durable Objects is live at once. No"
          + " version from before can be deployed any more."),
  STATUS_TROUBLE(
      "Status page says trouble",
      "Cloudflare's status page says that Workers has a partial outage, until you switch this"
          + " off."),
  DATABASE_FAILS(
      "planning-machine",
      "The database fails",
      "12 % of planning-machine's queries fail until you switch this off, whatever version is"
          + " live."),
  LOGINS_FAIL(
      "gateway",
      "Logins fail",
      "30 % of the logins fail until you switch this off, whatever version is live."),
  SLACK_429("Slack is busy", "Slack answers 429 to everything for 5 seconds. Switches itself off."),
  SITE_SICK(
      "Rolling back does not help", "Health and error rate stay bad whatever version is live.");

  /** Number of the version that {@link #UNREADABLE_VERSION} affects. */
  public static final int UNREADABLE_NUMBER = 41;

  /** The name in lower case, with hyphens. */
  public final String id = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** The service that it affects; empty for all. */
  public final Optional<String> target;

  public final String label;
  public final String description;

  Fault(String label, String description) {
    this(Optional.empty(), label, description);
  }

  Fault(String target, String label, String description) {
    this(Optional.of(target), label, description);
  }

  Fault(Optional<String> target, String label, String description) {
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

  /** Whether it is something that is done once, rather than a state. */
  public boolean action() {
    return switch (this) {
      case SOMEONE_DEPLOYS,
          SECRET_CHANGED,
          GRADUAL_DEPLOYMENT,
          DURABLE_OBJECTS_MIGRATED,
          HOSTILE_TEXTS ->
          true;
      case PROVIDER_DOWN,
          PROVIDER_SLOW,
          FAIL_GATEWAY_ONCE,
          FAIL_PLANNING_ONCE,
          SERVER_ERROR_ONCE,
          SERVER_ERROR_DONE_ONCE,
          LOSE_ANSWER_ONCE,
          UNREADABLE_VERSION,
          PAGES_BUILDING,
          STATUS_TROUBLE,
          DATABASE_FAILS,
          LOGINS_FAIL,
          SLACK_429,
          SITE_SICK ->
          false;
    };
  }

  private static String unknown(String id) {
    String known = Arrays.stream(values()).map(fault -> fault.id).collect(Collectors.joining(", "));
    return "There is no fault \"" + id + "\". The faults are: " + known + ".";
  }
}

package dev.rollbackbot.sandbox.shop;

import dev.rollbackbot.sandbox.github.actions.ActionsFault;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonObject;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can go wrong at GitHub and at the feature flag, with the texts of the page. */
enum ShopFault {
  GITHUB_DOWN(
      ActionsFault.API_DOWN,
      "GitHub is down",
      "Its API answers 503 to everything until you switch this off."),
  GITHUB_JOB_FAILS(
      ActionsFault.JOB_FAILS, "The deployment fails", "The last job of new runs fails."),
  GITHUB_JOB_SKIPPED(
      ActionsFault.JOB_SKIPPED,
      "The deployment is skipped",
      "The last job of new runs is skipped, and GitHub calls the run a success."),
  GITHUB_CHECK_FAILS(
      ActionsFault.CHECK_FAILS,
      "A check fails",
      "Of new pull requests. Switch it off: the checks of the open ones run again and pass."),
  GITHUB_NEEDS_APPROVAL(
      ActionsFault.NEEDS_APPROVAL,
      "Deployments wait for an approval",
      "The environment of new runs asks for a reviewer. Approve or reject it above."),
  GITHUB_LOSE_ANSWER_ONCE(
      ActionsFault.LOSE_ANSWER_ONCE,
      "Next answer gets lost",
      "The next run begins, but the connection breaks before the answer. Switches itself off."),
  GITHUB_SERVER_ERROR_ONCE(
      ActionsFault.SERVER_ERROR_ONCE,
      "Next start answers 502",
      "The next run does not begin, and GitHub answers 502. Switches itself off."),
  GITHUB_NEVER_LISTED(
      ActionsFault.NEVER_LISTED,
      "Runs are not listed",
      "Lists hold no run: a lost one stays lost."),
  GITHUB_IGNORES_CANCEL(
      ActionsFault.IGNORES_CANCEL, "Runs can't be cancelled", "New runs go on when cancelled."),
  GITHUB_SOMEONE_CANCELS(
      "Someone cancels the newest run", "As a person at GitHub. Without effect if it has ended."),
  FLAG_DOWN("Unleash is down", "It answers 503 to everything until you switch this off."),
  FLAG_LOSE_ANSWER_ONCE(
      "Next answer of Unleash gets lost",
      "The flag changes, but the connection breaks before the answer. Switches itself off."),
  FLAG_REFUSES("Changes are refused", "Changes of the flag answer 403 until you switch this off."),
  FLAG_SOMEONE_SWITCHES_ON("Someone switches it on again", "The new checkout is shown again.");

  /** The name in lower case, with hyphens. */
  final String id = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** The stand-in's own fault; empty: it is one of the flag's, or is done once. */
  final Optional<ActionsFault> atGitHub;

  final String label;
  final String description;

  ShopFault(ActionsFault fault, String label, String description) {
    this(Optional.of(fault), label, description);
  }

  ShopFault(String label, String description) {
    this(Optional.empty(), label, description);
  }

  ShopFault(Optional<ActionsFault> fault, String label, String description) {
    this.atGitHub = fault;
    this.label = label;
    this.description = description;
  }

  static Optional<ShopFault> of(String id) {
    return Arrays.stream(values()).filter(each -> each.id.equals(id)).findFirst();
  }

  /** For the page. */
  JsonObject json(boolean on) {
    return JsonHelper.object()
        .add("id", id)
        .add("label", label)
        .add("description", description)
        .add("action", action())
        .add("on", on)
        .add("group", id.startsWith("flag-") ? "At the feature flag" : "At GitHub")
        .build();
  }

  /** Whether it is something that is done once, rather than a state. */
  boolean action() {
    return this == GITHUB_SOMEONE_CANCELS || this == FLAG_SOMEONE_SWITCHES_ON;
  }
}

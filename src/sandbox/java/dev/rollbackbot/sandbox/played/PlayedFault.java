package dev.rollbackbot.sandbox.played;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can go wrong where runbooks are played, with the texts of the page. */
enum PlayedFault {
  SITES_STAY_BAD("Sites", "Rolling back does not help", "Every probe fails, whatever is live."),
  SITES_REPAIRED("Sites", "Somebody repaired it by hand", "Every probe passes, whatever is live."),
  HTTP_DOWN(
      "Jobs by HTTP", "The services are down", "Every call answers 503 until you switch this off."),
  HTTP_RUNS_FAIL("Jobs by HTTP", "New runs fail", "They end with a word that means failed."),
  HTTP_LOSE_ANSWER_ONCE(
      "Jobs by HTTP",
      "Next answer gets lost",
      "The next start is carried out, but the connection breaks before the answer. Switches itself"
          + " off."),
  HTTP_STRANGE_STATE(
      "Jobs by HTTP", "States are unknown", "How runs stand is told in a word that nobody knows."),
  PROGRAMS_FAIL("Programs", "Programs fail", "Every program ends with exit status 1.");

  /** The name in lower case, with hyphens. */
  final String id = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** The heading on the page. */
  final String group;

  final String label;
  final String description;

  PlayedFault(String group, String label, String description) {
    this.group = group;
    this.label = label;
    this.description = description;
  }

  static Optional<PlayedFault> of(String id) {
    return Arrays.stream(values()).filter(each -> each.id.equals(id)).findFirst();
  }
}

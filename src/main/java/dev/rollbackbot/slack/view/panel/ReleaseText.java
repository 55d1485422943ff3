package dev.rollbackbot.slack.view.panel;

import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.rollback.PlannedStep.Change;
import dev.rollbackbot.incident.target.ReleaseMatching;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the plan's card says of releases. */
final class ReleaseText {
  private ReleaseText() {}

  /** Empty: all targets are known to belong to one release, or the runbook knows none. */
  static Optional<String> mixed(IncidentDetails details, List<Change> changes) {
    if (changes.size() < 2) {
      return Optional.empty();
    }
    Change first = changes.getFirst();
    return details
        .runbook()
        .releases()
        .map(ReleaseMatching::new)
        .filter(releases ->
            changes.stream()
                .skip(1)
                .anyMatch(c -> !releases.together(first, first.target(), c, c.target())))
        .map(_ ->
            ":warning: These targets are not known to belong to one release: "
                + changes.stream().map(ReleaseText::target).collect(Collectors.joining(", ")));
  }

  private static String target(Change change) {
    return Mrkdwn.quote(change.service().service().name() + " " + change.target().label());
  }
}

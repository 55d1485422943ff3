package dev.rollbackbot.incident.readiness;

import dev.rollbackbot.runbook.Environment;
import java.util.Optional;

/** Whether enough people can act and approve. */
public final class PeopleReadiness {
  /** Besides whoever asks for the rollback: one of them may be asleep. */
  private static final int APPROVERS = 2;

  /** So many are counted; more change nothing. */
  public static final int ENOUGH = APPROVERS + 1;

  private PeopleReadiness() {}

  /**
   * Of the approvers.
   *
   * @param available how many full members of the workspace may approve, at most {@link #ENOUGH};
   *     empty: that is not known
   * @param why what was answered instead
   */
  public static ReadinessFact approvers(
      Environment environment, Optional<Integer> available, String why) {
    String who = environment.approvers().orElse("the incidents channel");
    if (available.isEmpty()) {
      return unknown("approvers", "Who may approve is not known: " + why);
    }
    int count = available.get();
    if (count == 0) {
      return missing("approvers", "Nobody can approve: %s has no active member.".formatted(who));
    }
    // Whoever asks may be one of them.
    int left = count - 1;
    if (left >= APPROVERS) {
      return ReadinessFact.met(ReadinessNeed.PEOPLE, "approvers");
    }
    return left == 0
        ? missing(
            "approvers",
            "%s has 1 active member: if they ask for a rollback, nobody can approve it."
                .formatted(who))
        : ReadinessFact.doubtful(
            ReadinessNeed.PEOPLE,
            "approvers",
            "%s has %d active members: if one of them asks for a rollback, only %d can approve it."
                .formatted(who, count, left));
  }

  /** Of those who may act, if a group is named; as for {@link #approvers}. */
  public static Optional<ReadinessFact> responders(
      Environment environment, Optional<Integer> available, String why) {
    return environment
        .responders()
        .map(group ->
            available.isEmpty()
                ? unknown("responders", "Who may act is not known: " + why)
                : available.get() == 0
                    ? missing(
                        "responders", "Nobody can act: %s has no active member.".formatted(group))
                    : ReadinessFact.met(ReadinessNeed.PEOPLE, "responders"));
  }

  private static ReadinessFact missing(String subject, String text) {
    return ReadinessFact.missing(ReadinessNeed.PEOPLE, subject, text);
  }

  private static ReadinessFact unknown(String subject, String text) {
    return ReadinessFact.unknown(ReadinessNeed.PEOPLE, subject, text);
  }
}

package dev.rollbackbot.promises;

import static dev.rollbackbot.promises.Invariant.require;

import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.text.StakeholderPosts;
import java.util.HashSet;
import java.util.Set;

/**
 * The first notice to stakeholders says what is true now: whatever makes its text another one has
 * it brought up to date, in every channel.
 */
record NoticeIsCurrent() implements Invariant {
  @Override
  public NoticeIsCurrent after(Transition transition) {
    if (transition.before().filter(NoticeIsCurrent::told).isEmpty()) {
      return this;
    }
    Incident before = transition.before().get();
    Incident after = transition.after();
    Set<String> stale = new HashSet<>(after.details().environment().stakeholders());
    for (Effect effect : transition.effects()) {
      if (effect instanceof Effect.RefreshNotice(String channel)) {
        stale.remove(channel);
      }
    }
    require(
        stale.isEmpty() || StakeholderPosts.notice(before).equals(StakeholderPosts.notice(after)),
        () ->
            name(transition.event())
                + " leaves the notice in "
                + stale
                + " as "
                + StakeholderPosts.notice(before)
                + ", which should be "
                + StakeholderPosts.notice(after));
    return this;
  }

  private static boolean told(Incident incident) {
    return incident.details().stakeholdersToldAt().isPresent();
  }

  private static String name(Event event) {
    return event.getClass().getSimpleName();
  }
}

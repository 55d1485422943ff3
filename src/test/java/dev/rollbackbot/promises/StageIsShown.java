package dev.rollbackbot.promises;

import static dev.rollbackbot.promises.Invariant.require;

import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Stage;

/**
 * Whenever buttons that were shown before become outdated, the panel is shown again: otherwise all
 * that people press would be refused.
 */
record StageIsShown() implements Invariant {
  @Override
  public StageIsShown after(Transition transition) {
    boolean outdated =
        transition
            .stateBefore()
            .map(
                before -> Stage.FIRST.after(transition.event(), before, transition.after().state()))
            .filter(next -> !next.equals(Stage.FIRST))
            .isPresent();
    boolean shown = transition.effects().contains(new Effect.Refresh(Effect.LiveMessage.PANEL));
    require(
        !outdated || shown || transition.after().details().channel().isEmpty(),
        () -> "the panel is not shown again after " + transition.event());
    return this;
  }
}

package dev.rollbackbot.app.readiness;

import dev.rollbackbot.runbook.ServiceRef;
import java.util.List;
import java.util.Optional;

/** Whether the bot can work at the providers. */
public interface ProviderAccess {
  /**
   * Asks a provider about our credential. Changes nothing.
   *
   * @param provider its id, as runbooks name it
   * @param services those of one environment that it runs; may be empty
   */
  AccessAnswer access(String provider, List<ServiceRef> services);

  /**
   * What it answered.
   *
   * @param problem why it can't be used, in a sentence; empty: it can
   * @param notAsked which right it can't be asked for before it is used, in a sentence; empty:
   *     there is none
   */
  record AccessAnswer(Optional<String> problem, Optional<String> notAsked) {
    public static final AccessAnswer GRANTED = new AccessAnswer(Optional.empty(), Optional.empty());

    public static AccessAnswer lacking(String problem) {
      return new AccessAnswer(Optional.of(problem), Optional.empty());
    }

    public static AccessAnswer notAsked(String what) {
      return new AccessAnswer(Optional.empty(), Optional.of(what));
    }
  }
}

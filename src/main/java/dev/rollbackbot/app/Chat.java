package dev.rollbackbot.app;

import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Incident;
import java.time.Duration;
import java.util.Optional;

/** Says and shows things in Slack. */
public interface Chat {
  /**
   * Performs one effect. Called in order per incident, from one worker at a time.
   *
   * @return what came of it; never throws for what Slack answers
   */
  Delivered deliver(Delivery delivery);

  /**
   * One effect to perform.
   *
   * @param key unique for good; goes into the message's metadata
   * @param incident as it is now; surfaces are drawn from it
   * @param maybeDone true: an earlier attempt was cut off, so look before posting again
   * @param fence asked immediately before every call to Slack
   */
  record Delivery(
      String key, Incident incident, Effect.ForChat effect, boolean maybeDone, Fence fence) {}

  /** What came of a delivery. */
  sealed interface Delivered {}

  /**
   * Done.
   *
   * @param tell what the incident is to be told
   */
  record Done(Optional<Command> tell) implements Delivered {}

  /**
   * Not now: Slack is away or asks to wait.
   *
   * @param after how long to wait at least
   * @param maybeDone nothing is known of what this attempt did: look before doing it again; a doubt
   *     that an earlier attempt left stays without it
   */
  record Later(Duration after, String why, boolean maybeDone) implements Delivered {}

  /**
   * Never: Slack refuses it for good. The conversation goes on without it.
   *
   * @param what in a few words
   */
  record Lost(String what, String why) implements Delivered {}
}

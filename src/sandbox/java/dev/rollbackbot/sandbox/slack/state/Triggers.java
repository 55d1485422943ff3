package dev.rollbackbot.sandbox.slack.state;

import static dev.rollbackbot.sandbox.slack.rules.SlackErrorException.refuseIf;

import dev.rollbackbot.sandbox.slack.rules.SlackErrorException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Trigger ids: who may be shown a modal, once, and for how long. Guarded by the workspace's lock.
 */
public final class Triggers {
  private static final int MAX = 1_000;

  private static final class IssuedTrigger {
    final String user;
    final Instant expires;
    boolean used;

    IssuedTrigger(String user, Instant expires) {
      this.user = user;
      this.expires = expires;
    }
  }

  private final Map<String, IssuedTrigger> triggers = new LinkedHashMap<>();
  private final Clock clock;
  private final WorkspaceIds ids;
  private final Duration life;

  public Triggers(Clock clock, WorkspaceIds ids, Duration life) {
    this.clock = clock;
    this.ids = ids;
    this.life = life;
  }

  public String issue(String user) {
    Instant now = clock.instant();
    String id = now.toEpochMilli() + "." + now.getEpochSecond() + "." + ids.hex(16);
    triggers.put(id, new IssuedTrigger(user, now.plus(life)));
    if (triggers.size() > MAX) {
      triggers.remove(triggers.keySet().iterator().next());
    }
    return id;
  }

  /**
   * Uses a trigger up.
   *
   * @return the person it was issued for
   * @throws SlackErrorException {@code invalid_trigger_id}, {@code exchanged_trigger_id} or {@code
   *     expired_trigger_id}
   */
  public String exchange(String id) {
    IssuedTrigger trigger = triggers.get(id);
    if (trigger == null) {
      throw new SlackErrorException("invalid_trigger_id");
    }
    refuseIf(trigger.used, "exchanged_trigger_id");
    refuseIf(clock.instant().isAfter(trigger.expires), "expired_trigger_id");
    trigger.used = true;
    return trigger.user;
  }

  public void clear() {
    triggers.clear();
  }
}

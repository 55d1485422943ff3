package dev.rollbackbot.sandbox.slack;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Trigger ids: who may be shown a modal, once, and for how long. Guarded by the workspace's lock.
 */
final class Triggers {
  private static final int MAX = 1_000;

  private static final class Trigger {
    final String user;
    final Instant expires;
    boolean used;

    Trigger(String user, Instant expires) {
      this.user = user;
      this.expires = expires;
    }
  }

  private final Map<String, Trigger> triggers = new LinkedHashMap<>();
  private final Clock clock;
  private final Ids ids;
  private final Duration life;

  Triggers(Clock clock, Ids ids, Duration life) {
    this.clock = clock;
    this.ids = ids;
    this.life = life;
  }

  String issue(String user) {
    Instant now = clock.instant();
    String id = now.toEpochMilli() + "." + now.getEpochSecond() + "." + ids.hex(16);
    triggers.put(id, new Trigger(user, now.plus(life)));
    if (triggers.size() > MAX) {
      triggers.remove(triggers.keySet().iterator().next());
    }
    return id;
  }

  /**
   * Uses a trigger up.
   *
   * @return the person it was issued for
   * @throws Refusal {@code invalid_trigger_id}, {@code exchanged_trigger_id} or {@code
   *     expired_trigger_id}
   */
  String exchange(String id) {
    Trigger trigger = triggers.get(id);
    if (trigger == null) {
      throw new Refusal("invalid_trigger_id");
    }
    if (trigger.used) {
      throw new Refusal("exchanged_trigger_id");
    }
    if (clock.instant().isAfter(trigger.expires)) {
      throw new Refusal("expired_trigger_id");
    }
    trigger.used = true;
    return trigger.user;
  }

  void clear() {
    triggers.clear();
  }
}

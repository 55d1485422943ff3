package dev.rollbackbot.sandbox.slack.state;

import static dev.rollbackbot.sandbox.slack.rules.SlackErrorException.refuseIf;

import dev.rollbackbot.sandbox.shared.BoundedMap;
import dev.rollbackbot.sandbox.slack.rules.SlackErrorException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Trigger ids: each opens one modal for one user. Guarded by the workspace's lock. */
public final class Triggers {
  private static final int MAX = 1_000;

  private record IssuedTrigger(String user, Instant expires, boolean used) {}

  private final Map<String, IssuedTrigger> triggers = BoundedMap.of(MAX);
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
    triggers.put(id, new IssuedTrigger(user, now.plus(life), false));
    return id;
  }

  /**
   * Uses a trigger up and returns its user.
   *
   * @throws SlackErrorException {@code invalid_trigger_id}, {@code exchanged_trigger_id} or {@code
   *     expired_trigger_id}
   */
  public String exchange(String id) {
    IssuedTrigger trigger = triggers.get(id);
    if (trigger == null) {
      throw new SlackErrorException("invalid_trigger_id");
    }
    refuseIf(trigger.used(), "exchanged_trigger_id");
    refuseIf(clock.instant().isAfter(trigger.expires()), "expired_trigger_id");
    triggers.put(id, new IssuedTrigger(trigger.user(), trigger.expires(), true));
    return trigger.user();
  }

  public void clear() {
    triggers.clear();
  }
}

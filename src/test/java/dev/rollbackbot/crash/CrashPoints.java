package dev.rollbackbot.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** The points that were passed, and those where the process was killed. */
final class CrashPoints {
  /** Where to kill. */
  interface KillPlan {
    /**
     * Whether to kill here.
     *
     * @param point its name
     * @param occurrence of that name, from 1
     * @param passed how many points were passed before it, of all names
     */
    boolean kills(String point, int occurrence, int passed);
  }

  private static final String READS =
      ".*(provider's GET|Slack's"
          + " (auth\\.test|users|usergroups|conversations\\.(list|info|history|replies|members)|chat\\.getPermalink)|updateHeartbeat|JdbcTaskRepository\\.get|Queue\\.add"
          + " by Sweep).*";

  private final KillPlan killPlan;
  private final Map<String, Integer> seen = new LinkedHashMap<>();
  private final List<String> kills = new ArrayList<>();
  private final BlockingQueue<String> toKill = new LinkedBlockingQueue<>();
  private int passed;

  /** The life of the process that is watched; others are dead, or not born. */
  private int life;

  private boolean armed;

  CrashPoints(KillPlan killPlan) {
    this.killPlan = killPlan;
  }

  /** Each name once. */
  static KillPlan eachOnce() {
    Map<String, Boolean> killed = new HashMap<>();
    return (point, _, _) -> killed.putIfAbsent(point, true) == null;
  }

  /** Each name once, but those that only read, and what the scheduler does by the clock. */
  static KillPlan eachChangeOnce() {
    KillPlan once = eachOnce();
    return (point, occurrence, passed) ->
        !point.matches(READS) && once.kills(point, occurrence, passed);
  }

  /** Every point whose number leaves that rest. */
  static KillPlan every(int distance, int rest) {
    return (_, _, passed) -> passed % distance == rest;
  }

  /** Nowhere. */
  static KillPlan never() {
    return (_, _, _) -> false;
  }

  /** A process begins. */
  synchronized int born() {
    armed = true;
    return ++life;
  }

  /** From now on nothing is killed any more. */
  synchronized void disarm() {
    armed = false;
  }

  /**
   * Whether the process of that life dies here: then it must not get any further. What others do in
   * the moment that is left to it goes its way.
   */
  synchronized boolean deadly(int ofLife, String point) {
    if (ofLife != life || !armed) {
      return false;
    }
    int occurrence = seen.merge(point, 1, Integer::sum);
    if (!killPlan.kills(point, occurrence, passed++)) {
      return false;
    }
    armed = false;
    kills.add(point + (occurrence > 1 ? " #" + occurrence : ""));
    toKill.add(point);
    return true;
  }

  BlockingQueue<String> toKill() {
    return toKill;
  }

  synchronized List<String> kills() {
    return List.copyOf(kills);
  }

  synchronized Map<String, Integer> seen() {
    return new LinkedHashMap<>(seen);
  }
}

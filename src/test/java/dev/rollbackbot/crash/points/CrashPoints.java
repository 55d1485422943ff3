package dev.rollbackbot.crash.points;

import dev.rollbackbot.crash.CodeNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;

/** The points that a run has passed, and those where its process was killed. */
final class CrashPoints {
  /** Where to kill. */
  interface KillPlan {
    /**
     * Whether to kill at this point.
     *
     * @param occurrence how often a point of that name was reached, from 1
     * @param passed the number of points that were passed before it, of all names
     */
    boolean kills(String point, int occurrence, int passed);
  }

  private static final String SCHEDULER =
      "com.github.kagkarlsson.scheduler.jdbc.JdbcTaskRepository";
  private static final String WORK = "dev.rollbackbot.work.";

  /** Calls that change nothing, and writes that the scheduler repeats by the clock. */
  private static final List<String> READS =
      List.of(
          "provider's GET",
          "provider's POST selfsubjectaccessreviews",
          "Slack's auth.test",
          "Slack's users",
          "Slack's usergroups",
          "Slack's conversations.list",
          "Slack's conversations.info",
          "Slack's conversations.history",
          "Slack's conversations.replies",
          "Slack's conversations.members",
          "Slack's chat.getPermalink",
          CodeNames.method(SCHEDULER, "getDue"),
          CodeNames.method(SCHEDULER, "getDeadExecutions"),
          CodeNames.method(SCHEDULER, "getExecution"),
          CodeNames.method(SCHEDULER, "updateHeartbeat"),
          CodeNames.method(WORK + "ScheduledTasksTable", "scheduleIfAbsent")
              + " by "
              + CodeNames.method(WORK + "MissedWorkSweep", "run"));

  private static final List<String> JOBS = List.of("provider's", CodeNames.type(WORK + "JobTask"));

  private final KillPlan plan;
  private final Map<String, Integer> seen = new LinkedHashMap<>();
  private final List<String> kills = new ArrayList<>();
  private final BlockingQueue<String> toKill = new LinkedBlockingQueue<>();
  private int passed;

  /** The process that is watched, counted from 1. */
  private int process;

  private boolean armed;

  CrashPoints(KillPlan plan) {
    this.plan = plan;
  }

  /** At the first point of each name. */
  static KillPlan eachOnce() {
    Map<String, Boolean> killed = new HashMap<>();
    return (point, _, _) -> killed.putIfAbsent(point, true) == null;
  }

  /** At the first point of each name that is not among the reads. */
  static KillPlan eachChangeOnce() {
    KillPlan once = eachOnce();
    return (point, occurrence, passed) ->
        READS.stream().noneMatch(point::contains) && once.kills(point, occurrence, passed);
  }

  /** As {@link #eachChangeOnce}, only at the names that belong to that part, from 0. */
  static KillPlan eachChangeOnce(int part, int parts) {
    KillPlan once = eachChangeOnce();
    return (point, occurrence, passed) ->
        Math.floorMod(point.hashCode(), parts) == part && once.kills(point, occurrence, passed);
  }

  /** As {@link #eachChangeOnce}, from some moment on. */
  static KillPlan eachChangeOnce(BooleanSupplier begun) {
    KillPlan once = eachChangeOnce();
    return (point, occurrence, passed) ->
        begun.getAsBoolean() && once.kills(point, occurrence, passed);
  }

  /** The same, only where a job asks the provider for a change or commits something. */
  static KillPlan eachChangeOfJobsOnce(BooleanSupplier begun) {
    KillPlan once = eachChangeOnce(begun);
    return (point, occurrence, passed) ->
        JOBS.stream().anyMatch(point::contains) && once.kills(point, occurrence, passed);
  }

  /** At every point whose number leaves that remainder. */
  static KillPlan every(int distance, int remainder) {
    return (_, _, passed) -> passed % distance == remainder;
  }

  static KillPlan never() {
    return (_, _, _) -> false;
  }

  /** Watches the next process; returns its number. */
  synchronized int nextProcess() {
    armed = true;
    return ++process;
  }

  synchronized void disarm() {
    armed = false;
  }

  /** Whether that process is killed at this point: then it must not continue. */
  synchronized boolean kills(int ofProcess, String point) {
    if (ofProcess != process || !armed) {
      return false;
    }
    int occurrence = seen.merge(point, 1, Integer::sum);
    if (!plan.kills(point, occurrence, passed++)) {
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

package dev.rollbackbot.runbook.job;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Keys of locks. One is of a whole, such as a workflow, or of the part of a whole that one service
 * uses, or of what a name means in one cluster. Two parts may be changed at the same time; a part
 * and its whole may not.
 */
public final class LockKeys {
  /** Between a whole and the service that uses a part of it, or the cluster that has it. */
  private static final String PART = " by ";

  private static final String JOB = "/job/";
  private static final String BRANCH = "/branch/";

  private LockKeys() {}

  /**
   * What a job uses that names no service which it changes.
   *
   * @param words what stands for the placeholders
   */
  public static String used(JobSpec job, Map<String, String> words) {
    return job.provider() + JOB + job.resource(words);
  }

  /** A workflow's file in a repository, such as {@code shop/web/deploy.yml}. */
  public static String workflow(String repository, String file) {
    return (JobSpec.WorkflowSpec.PROVIDER + JOB + repository + "/" + file).toLowerCase(Locale.ROOT);
  }

  public static String part(String whole, String of) {
    return whole + PART + of;
  }

  /** The whole of which it is a part; empty: it is not one. */
  public static Optional<String> whole(String key) {
    int at = key.indexOf(PART);
    return at < 0 ? Optional.empty() : Optional.of(key.substring(0, at));
  }

  /** What all its parts begin with. */
  public static String parts(String whole) {
    return whole + PART;
  }

  /** Whether not both may be held at the same time by two incidents. */
  public static boolean exclude(String one, String other) {
    return one.equals(other)
        || whole(one).equals(Optional.of(other))
        || whole(other).equals(Optional.of(one));
  }

  /** Whether one of them excludes it. */
  public static boolean excludedBy(Collection<String> keys, String key) {
    return keys.stream().anyMatch(other -> exclude(key, other));
  }

  /** What it is the lock of, as people call it. */
  public static String text(String key) {
    String of = whole(key).orElse(key);
    int job = of.indexOf(JOB);
    if (of.contains("/call/")) {
      return "the same job";
    }
    if (job < 0) {
      String name = of.substring(of.indexOf('/', of.indexOf('/') + 1) + 1);
      return of.equals(key) ? name : name + " in " + key.substring(parts(of).length());
    }
    String resource = of.substring(job + JOB.length());
    int branch = resource.indexOf(BRANCH);
    return switch (of.substring(0, job)) {
      case JobSpec.ProcessSpec.PROVIDER ->
          resource.equals(".") ? "the programs' folder" : "the folder " + resource;
      case JobSpec.WorkflowSpec.PROVIDER ->
          branch < 0
              ? "the workflow " + resource
              : "the branch %s of %s"
                  .formatted(
                      resource.substring(branch + BRANCH.length()), resource.substring(0, branch));
      case String _ -> resource;
    };
  }
}

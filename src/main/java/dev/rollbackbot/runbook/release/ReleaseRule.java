package dev.rollbackbot.runbook.release;

import java.time.Duration;

/** By what versions of several services are known to have been released together. */
public sealed interface ReleaseRule {
  /** Their tags are equal. */
  record SameTag() implements ReleaseRule {}

  /** They were built from the same commit. */
  record SameCommit() implements ReleaseRule {}

  /** They went live for the first time at most that long apart. */
  record Within(Duration time) implements ReleaseRule {}
}

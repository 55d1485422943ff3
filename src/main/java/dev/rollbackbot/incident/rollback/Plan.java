package dev.rollbackbot.incident.rollback;

import dev.rollbackbot.runbook.SourceText;
import java.util.ArrayList;
import java.util.List;

/**
 * The resolved, frozen list of what one rollback will do.
 *
 * @param method id of the runbook's method
 * @param steps in order; never empty
 */
public record Plan(String method, List<PlannedStep> steps) {
  private static final int SHORT = 4;

  public Plan {
    steps = List.copyOf(steps);
  }

  /**
   * SHA-256 (hexadecimal) over method, steps, the provider's resource names, live deployments and
   * targets. An approval is valid for one hash.
   */
  public String hash() {
    List<String> lines = new ArrayList<>();
    lines.add(method);
    for (PlannedStep step : steps) {
      lines.add(step.id());
      step.change()
          .ifPresent(change -> {
            lines.add(change.service().resource());
            change.live().shares().stream()
                .map(s -> s.version().id() + "@" + s.percentage())
                .sorted()
                .forEach(lines::add);
            lines.add("> " + change.target().id());
          });
    }
    return SourceText.sha256(String.join("\n", lines));
  }

  /** The hash's first characters, for people. */
  public String shortHash() {
    return shortHash(hash());
  }

  /** A hash's first characters, for people. */
  public static String shortHash(String hash) {
    return hash.substring(0, Math.min(SHORT, hash.length()));
  }
}

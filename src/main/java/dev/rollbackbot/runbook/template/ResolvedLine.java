package dev.rollbackbot.runbook.template;

import java.util.List;

/**
 * One line of the RESOLVED post, ticked only when all its probes and human checks passed.
 *
 * @param from ids of probes and human checks; never empty
 */
public record ResolvedLine(String text, List<String> from) {
  public ResolvedLine {
    from = List.copyOf(from);
  }
}

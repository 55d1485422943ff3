package dev.rollbackbot.runbook.template;

import java.util.List;

/**
 * One line of the RESOLVED post and what it stands on: it is ticked only when all of it was
 * measured or confirmed.
 *
 * @param text as stakeholders read it
 * @param from ids of probes and human checks; never empty
 */
public record ResolvedLine(String text, List<String> from) {
  public ResolvedLine {
    from = List.copyOf(from);
  }
}

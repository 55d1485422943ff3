package dev.rollbackbot.runbook;

import java.util.List;

/**
 * One line of the RESOLVED post and what it stands on: it is ticked only when all of it was
 * measured or confirmed.
 *
 * @param text as stakeholders read it
 * @param from ids of probes and human checks; never empty
 */
public record Tick(String text, List<String> from) {
  public Tick {
    from = List.copyOf(from);
  }
}

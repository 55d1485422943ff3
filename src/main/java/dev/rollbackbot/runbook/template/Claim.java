package dev.rollbackbot.runbook.template;

import java.util.List;

/**
 * A sentence of a last post that is only said if everything holds that it stands on.
 *
 * @param otherwise what is said when it does not hold
 * @param from ids of probes, human checks, services and checklist items; never empty
 * @param whereMeasured ids that count as well in the environments where they exist
 */
public record Claim(String text, String otherwise, List<String> from, List<String> whereMeasured) {
  public Claim {
    from = List.copyOf(from);
    whereMeasured = List.copyOf(whereMeasured);
  }

  /** Stands on nothing else. */
  public Claim(String text, String otherwise, List<String> from) {
    this(text, otherwise, from, List.of());
  }
}

package dev.rollbackbot.simulation.truth;

import dev.rollbackbot.incident.Incident;
import java.time.Instant;
import java.util.List;

/**
 * A text that was made from an incident when it was shown, and not when an event happened.
 *
 * @param at when it was made
 */
public record ShownText(Place place, Instant at, Incident incident, List<SaidLine> lines) {
  public ShownText {
    lines = List.copyOf(lines);
  }
}

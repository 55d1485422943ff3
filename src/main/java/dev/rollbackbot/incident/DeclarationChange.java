package dev.rollbackbot.incident;

import dev.rollbackbot.runbook.Severity;
import java.time.Instant;
import java.util.Optional;

/**
 * What a person changes about a declared incident; what is empty stays.
 *
 * @param description may be blank: it has none then
 * @param lead the incident lead's user id
 * @param began when the fault began
 */
public record DeclarationChange(
    Optional<Severity> severity,
    Optional<Boolean> affectingUsers,
    String description,
    Optional<String> lead,
    Began began) {
  /** What is known of when the fault began. */
  public sealed interface Began {
    /** What is known after the change. */
    default Optional<Instant> after(Optional<Instant> before) {
      return switch (this) {
        case Kept _ -> before;
        case NotKnown _ -> Optional.empty();
        case BeganAt(Instant at) -> Optional.of(at);
      };
    }
  }

  public record Kept() implements Began {}

  /** A time that was told before is taken back. */
  public record NotKnown() implements Began {}

  public record BeganAt(Instant at) implements Began {}
}

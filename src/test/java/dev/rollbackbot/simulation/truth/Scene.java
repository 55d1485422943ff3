package dev.rollbackbot.simulation.truth;

import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.rollback.Deployment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What was so when a text was made.
 *
 * @param incident from which the text was made
 * @param events of that incident until then, the oldest first
 */
record Scene(World world, Place place, Instant at, Incident incident, List<Event> events) {
  Scene {
    events = List.copyOf(events);
  }

  static void require(boolean holds, String truth) {
    if (!holds) {
      throw new AssertionError(truth);
    }
  }

  /** Whether a time is shown as that second. */
  static boolean shownAs(Instant time, Instant shown) {
    return time.getEpochSecond() == shown.getEpochSecond();
  }

  Optional<Deployment> liveAt(String service, Instant time) {
    return world.deployments(resource(service)).stream()
        .filter(d -> !d.at().orElseThrow().isAfter(time))
        .findFirst();
  }

  private static String resource(String service) {
    return switch (service) {
      case "API", "shop-api" -> "shop-api";
      case "Site", "shop-site" -> "shop-site";
      default -> throw new IllegalArgumentException("no service " + service);
    };
  }

  /** Whether that version was live at some time in between, both ends included. */
  boolean wasLive(String service, String label, Instant from, Instant until) {
    return liveAt(service, from).filter(d -> d.label().equals(label)).isPresent()
        || world.deployments(resource(service)).stream()
            .filter(d -> !d.at().orElseThrow().isBefore(from))
            .filter(d -> !d.at().orElseThrow().isAfter(until))
            .anyMatch(d -> d.label().equals(label));
  }

  /** Whether that version was live in that second. */
  boolean wasLive(String service, String label, Instant second) {
    return wasLive(service, label, second, second.plus(Duration.ofMillis(999)));
  }

  boolean pressed(Predicate<Command> command) {
    return world.pressed(incident.id(), at, command);
  }

  <T extends Event> Stream<T> all(Class<T> type) {
    return events.stream().filter(type::isInstance).map(type::cast);
  }

  <T extends Event> Optional<T> last(Class<T> type) {
    return events.reversed().stream().filter(type::isInstance).map(type::cast).findFirst();
  }
}

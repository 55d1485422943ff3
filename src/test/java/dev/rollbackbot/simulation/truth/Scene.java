package dev.rollbackbot.simulation.truth;

import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Declaration;
import dev.rollbackbot.incident.DeclarationChange;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.ProposalEvent;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.simulation.truth.TruthCheck.ShownText.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
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

  /** The newest event that is of one of these types. */
  Optional<Event> latest(List<Class<? extends Event>> types) {
    return events.reversed().stream()
        .filter(e -> types.stream().anyMatch(t -> t.isInstance(e)))
        .findFirst();
  }

  /**
   * How it began.
   *
   * @param by a person, or the bot
   */
  record Begin(Instant at, String by, Declaration declaration) {}

  /** A proposal becomes an incident when somebody starts or watches it. */
  Begin declared() {
    return switch (events.getFirst()) {
      case Event.IncidentDeclared e -> new Begin(e.at(), e.by(), e.declaration());
      case ProposalEvent.RollbackProposed e -> proposed(e);
      case Event e -> throw new IllegalStateException("it began with " + e);
    };
  }

  private Begin proposed(ProposalEvent.RollbackProposed proposed) {
    return latest(List.of(ProposalEvent.ProposalStarted.class, ProposalEvent.ProposalWatched.class))
        .map(taken -> new Begin(taken.at(), taken.by(), ledBy(proposed.declaration(), taken)))
        .orElseGet(() -> new Begin(proposed.at(), proposed.by(), proposed.declaration()));
  }

  private static Declaration ledBy(Declaration declaration, Event taken) {
    return declaration.with(
        new DeclarationChange(
            Optional.empty(),
            Optional.empty(),
            declaration.description(),
            Optional.of(taken.by()),
            new DeclarationChange.Kept()));
  }

  Declaration declaration() {
    return last(Event.DeclarationChanged.class)
        .map(Event.DeclarationChanged::after)
        .orElse(declared().declaration());
  }

  /** This scene, and it as it was before each later plan was made. */
  List<Scene> untilEachPlanEnded() {
    List<Scene> all = new ArrayList<>();
    all.add(this);
    for (int i = 0; i < events.size(); i++) {
      if (events.get(i) instanceof Event.PlanMade) {
        all.add(new Scene(world, place, at, incident, events.subList(0, i)));
      }
    }
    return all;
  }

  /** So of that step in one of the plans that were approved. */
  static Sentence.Comparison ofOnePlan(Sentence.Comparison comparison) {
    return (said, scene) -> {
      List<String> problems = new ArrayList<>();
      for (Scene untilThen : scene.untilEachPlanEnded()) {
        try {
          comparison.compare(said, untilThen);
          return;
        } catch (AssertionError | NoSuchElementException e) {
          problems.add(e.getMessage());
        }
      }
      throw new AssertionError(String.join("; ", problems));
    };
  }
}

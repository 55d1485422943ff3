package dev.rollbackbot.simulation.truth;

import static dev.rollbackbot.simulation.truth.Scene.require;

import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.LiveReading;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is live, since when, and who deployed it. */
final class LiveSentences {
  private LiveSentences() {}

  static List<Sentence> all() {
    return List.of(
        Sentence.of(
            "• {service}: {v} is live, as planned, read {time}",
            (said, scene) -> {
              read(said, scene);
              require(said.word("v").equals(target(said, scene).orElse("")), "it was not planned");
            }),
        Sentence.of(
            "• {service}: {v} is live, after work by hand, read {time}", LiveSentences::read),
        Sentence.of(
            "• {service}: {v} is live instead of {v:before}, after work by hand, read {time}",
            LiveSentences::read),
        Sentence.of(
            "• {service}: {v} is live instead of {v:before}, after a job of this rollback, read"
                + " {time}",
            LiveSentences::read),
        Sentence.of(
            "• {service}: {v} is live, the target of an earlier plan; nothing shows that the last"
                + " one changed it, read {time}",
            LiveSentences::read),
        Sentence.of(
            "• {service}: {v} is live, after a job of this rollback, read {time}",
            LiveSentences::read),
        Sentence.of(
            "• {service}: {v} is live, not {v:planned}, read {time}",
            (said, scene) -> {
              read(said, scene);
              require(
                  said.word("planned").equals(target(said, scene).orElse(said.word("planned"))),
                  "planned was " + target(said, scene));
            }),
        Sentence.of("• {service}: {v} is live, read {time}", LiveSentences::read),
        Sentence.of("• {service}: {v} was live when it was read, {time}", LiveSentences::read),
        Sentence.of(
            "{service} runs {v} now, not {v:signed}, which was signed.",
            (said, scene) -> {
              lastRead(said, scene);
              Instant signed = scene.last(Event.SignedVerified.class).orElseThrow().at();
              require(
                  scene
                      .liveAt(said.word("service"), signed)
                      .orElseThrow()
                      .label()
                      .equals(said.word("signed")),
                  "signed was " + scene.liveAt(said.word("service"), signed));
            }),
        Sentence.of("{service} runs {v} now.", LiveSentences::lastRead),
        Sentence.of(
            "What is live of {service} could not be read since {time}: {quote}.",
            (said, scene) -> {
              require(reading(said, scene).live().isEmpty(), "it was read");
              require(!said.time(0).isAfter(scene.at()), "that is in the future");
            }),
        Sentence.of(
            "The bot was away from {time} to {time}, and nothing was watched then.",
            (said, scene) ->
                require(
                    scene
                        .all(Event.LiveVersionsRead.class)
                        .noneMatch(e ->
                            e.at().isAfter(said.time(0).plusSeconds(1))
                                && e.at().isBefore(said.time(1))),
                    "something was read then")),
        Sentence.of(
            "nothing is signed. {service} runs {v} now, which is not what was verified.",
            LiveSentences::lastRead),
        Sentence.of("{service} does not run what was verified, but {v}.", LiveSentences::lastRead),
        Sentence.of(
            "{service} does not run what was verified, but {v}. No longer waived:",
            LiveSentences::lastRead),
        Sentence.of(
            "{service} runs {v} now, live since {time}, deployed by dev@example.org.",
            (said, scene) -> {
              lastRead(said, scene);
              require(
                  Scene.shownAs(
                      reading(said, scene).live().orElseThrow().at().orElseThrow(), said.time(0)),
                  "it was live since " + reading(said, scene));
            }),
        Sentence.of("Live since {time}.", LiveSentences::since),
        Sentence.of("Deployed by dev@example.org.", Sentence.NOTHING),
        Sentence.of(
            "{service} {v}",
            (said, scene) -> {
              if (scene.events().getLast() instanceof Event.LiveVersionsRead) {
                lastRead(said, scene);
              } else {
                captured(said, scene);
              }
            }),
        Sentence.of(
            "{service} could not be read",
            (said, scene) ->
                require(reading(said, scene).live().isEmpty(), "it was " + reading(said, scene))),
        Sentence.of(
            "• {service}: what is live could not be read",
            (said, scene) ->
                require(reading(said, scene).live().isEmpty(), "it was " + reading(said, scene))),
        Sentence.of(
            "What is live of {service} can't be read: {quote}",
            (said, scene) ->
                require(reading(said, scene).live().isEmpty(), "it was " + reading(said, scene))));
  }

  /** It was live in that second, and has been read then. */
  private static void read(Said said, Scene scene) {
    require(
        scene.wasLive(said.word("service"), said.word("v"), said.time(0)),
        "live was " + scene.liveAt(said.word("service"), said.time(0)).map(Deployment::label));
    require(!said.time(0).isAfter(scene.at()), "that is in the future");
  }

  /** The version that the newest plan with that service makes live. */
  static Optional<String> target(Said said, Scene scene) {
    return Optional.ofNullable(StepFacts.targets(scene).get(said.word("service")))
        .map(v -> v.label());
  }

  private static LiveReading reading(Said said, Scene scene) {
    return newest(said.word("service"), scene)
        .orElseThrow(() -> new AssertionError("it was never read"));
  }

  /** The newest reading of a service, of whatever kind. */
  static Optional<LiveReading> newest(String service, Scene scene) {
    for (Event event : scene.events().reversed()) {
      List<LiveReading> readings =
          switch (event) {
            case Event.LiveVersionsRead e -> e.readings();
            case Event.PlanMade e -> e.live().orElse(List.of());
            case Event.PlanVoided e -> e.changed();
            case Event.ChangedAfterResolved e -> e.live();
            case Event _ -> List.of();
          };
      for (LiveReading reading : readings) {
        if (reading.service().service().name().equals(service)) {
          return Optional.of(reading);
        }
      }
    }
    return Optional.empty();
  }

  /** What was read last was live when it was read, and is told at once. */
  private static void lastRead(Said said, Scene scene) {
    LiveReading reading = reading(said, scene);
    require(
        reading.live().filter(d -> d.label().equals(said.word("v"))).isPresent(),
        "read was " + reading.live().map(Deployment::label));
    require(
        scene.wasLive(said.word("service"), said.word("v"), reading.at(), reading.at()),
        "live was " + scene.liveAt(said.word("service"), reading.at()).map(Deployment::label));
  }

  /** What the checklist says was live when the deployments were captured. */
  private static void captured(Said said, Scene scene) {
    Instant at =
        scene
            .all(Event.ItemDone.class)
            .filter(e -> e.item().equals("capture"))
            .reduce((_, last) -> last)
            .orElseThrow(() -> new AssertionError("nothing was captured"))
            .at();
    require(
        scene.wasLive(said.word("service"), said.word("v"), at, at),
        "live was " + scene.liveAt(said.word("service"), at).map(Deployment::label));
  }

  private static void since(Said said, Scene scene) {
    require(
        List.of("API", "Site").stream()
            .flatMap(service ->
                scene
                    .world()
                    .deployments("API".equals(service) ? "shop-api" : "shop-site")
                    .stream())
            .anyMatch(d -> Scene.shownAs(d.at().orElseThrow(), said.time(0))),
        "nothing was deployed then");
  }
}

package dev.rollbackbot.simulation.truth;

import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.timeline.Timeline;
import dev.rollbackbot.promises.Transition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Compares every text of an incident with the simulated world, after the run. */
public final class TruthCheck {
  private static final String FOLDER = "src/test/java/dev/rollbackbot/simulation/truth/";
  private static final SentenceParser PARSER = new SentenceParser(Sentences.all());

  //DEV
  static final java.util.Map<String, Integer> UNKNOWN = new java.util.TreeMap<>();
  static final java.util.Map<String, Place> PLACES = new java.util.TreeMap<>();
  public static void dump() {
    try (var w = java.nio.file.Files.newBufferedWriter(java.nio.file.Path.of("/tmp/truth/unknown.txt"))) {
      for (var e : UNKNOWN.entrySet()) {
        w.write(e.getValue() + "\t" + PLACES.get(e.getKey()) + "\t" + e.getKey() + "\n");
      }
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
  static { Runtime.getRuntime().addShutdownHook(new Thread(TruthCheck::dump)); }
  //END

  private final World world;
  private final List<Event> events;

  /** The incident after each event. */
  private final List<Incident> incidents = new ArrayList<>();

  public TruthCheck(World world, List<Event> events) {
    this.world = world;
    this.events = List.copyOf(events);
  }

  /** What the events caused, and what was shown meanwhile. */
  public void check(List<ShownText> shown) {
    Optional<Incident> before = Optional.empty();
    for (int i = 0; i < events.size(); i++) {
      Transition transition = Transition.of(before, events.get(i));
      Scene scene = scene(i, transition.after(), Place.POST, transition.event().at());
      transition.effects().stream()
          .flatMap(TruthCheck::text)
          .forEach(text -> check(scene, SaidLine.of(text)));
      Scene entry = scene(i, transition.after(), Place.TIMELINE, transition.event().at());
      Timeline.entry(before, transition.after(), transition.event())
          .ifPresent(e -> check(entry, SaidLine.of(e.text())));
      before = Optional.of(transition.after());
      incidents.add(transition.after());
    }
    shown(shown);
  }

  private static Stream<RichText> text(Effect effect) {
    return switch (effect) {
      case Effect.Post post -> Stream.of(post.text());
      case Effect.SetTopic topic -> Stream.of(topic.topic());
      case Effect.Attach attach -> Stream.of(attach.comment());
      case Effect.AttachPostMortem attach -> Stream.of(attach.comment());
      case Effect _ -> Stream.empty();
    };
  }

  private Scene scene(int event, Incident after, Place place, Instant at) {
    return new Scene(world, place, at, after, events.subList(0, event + 1));
  }

  private void shown(List<ShownText> shown) {
    int version = 0;
    for (ShownText text : shown) {
      version = version(text.incident(), version);
      check(scene(version, text.incident(), text.place(), text.at()), text.lines());
    }
  }

  /** Which event led to that incident. */
  private int version(Incident incident, int from) {
    for (int i = 0; i < incidents.size(); i++) {
      int version = (from + i) % incidents.size();
      if (incidents.get(version).equals(incident)) {
        return version;
      }
    }
    throw new AssertionError("nothing led to " + incident);
  }

  static void check(Scene scene, List<SaidLine> lines) {
    lines.forEach(line -> check(scene, line));
  }

  private static void check(Scene scene, SaidLine line) {
    //DEV
    if (System.getProperty("collect") != null && PARSER.parse(line).isEmpty()) {
      UNKNOWN.merge(line.text(), 1, Integer::sum);
      PLACES.putIfAbsent(line.text(), scene.place());
      return;
    }
    //END
    String where = scene.place() + " of " + scene.incident().id().label() + " at " + scene.at();
    List<SentenceParser.Recognised> all =
        PARSER
            .parse(line)
            .orElseThrow(() ->
                new AssertionError(
                    "No sentence of "
                        + FOLDER
                        + " is this: “"
                        + line.text()
                        + "” ("
                        + where
                        + "). If it claims nothing that can be compared, add its template to "
                        + FOLDER
                        + "RecognisedSentences.java; if it does, add it with its comparison to one"
                        + " of the families in that folder. New quoted texts of people, the"
                        + " provider or Slack belong in "
                        + FOLDER
                        + "KnownQuotes.java."));
    for (SentenceParser.Recognised each : all) {
      try {
        each.sentence().comparison().compare(each.said(), scene);
      } catch (AssertionError e) {
        throw new AssertionError(
            "Not true: “%s” in “%s” %s (%s): %s"
                .formatted(
                    each.said().sentence(),
                    line.text(),
                    each.said().times(),
                    where,
                    e.getMessage()),
            e);
      }
    }
  }
}

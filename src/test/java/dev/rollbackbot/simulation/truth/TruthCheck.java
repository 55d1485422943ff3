package dev.rollbackbot.simulation.truth;

import static dev.rollbackbot.promises.Invariant.require;

import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.timeline.Timeline;
import dev.rollbackbot.promises.Transition;
import dev.rollbackbot.simulation.truth.TruthCheck.ShownText.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares every text of an incident with the simulated world, after the run. */
public final class TruthCheck {
  private static final String FOLDER = "src/test/java/dev/rollbackbot/simulation/truth/";
  private static final int SHOWN = 30;
  private static final SentenceParser PARSER = SentenceParser.ofEverySentence();

  /** What a sentence that nobody knows needs. */
  private static final String UNKNOWN =
      """
      No sentence in %s is this: “%%s” (%%s).
        If it claims nothing that can be compared, add its template to %sRecognisedSentences.java.
        If it does, add it with its comparison to the family in that folder that it belongs to.
        New texts of people, the provider or Slack belong in %sKnownQuotes.java.\
      """
          .formatted(FOLDER, FOLDER, FOLDER);

  /**
   * A text that was made from an incident when it was shown, and not when an event happened.
   *
   * @param at when it was made
   */
  public record ShownText(Place place, Instant at, Incident incident, List<SaidLine> lines) {
    /** Where a text is read. */
    public enum Place {
      PANEL,
      CARD,
      POST,
      NOTICE,
      TIMELINE
    }

    public ShownText {
      lines = List.copyOf(lines);
    }
  }

  private final World world;
  private final List<Event> events;

  /** The incident after each event. */
  private final List<Incident> incidents = new ArrayList<>();

  /** Each sentence once. */
  private final Map<String, String> problems = new LinkedHashMap<>();

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
    require(problems.isEmpty(), () -> "%d texts: %n%s".formatted(problems.size(), shortly()));
  }

  private String shortly() {
    return problems.values().stream().limit(SHOWN).collect(Collectors.joining("\n"));
  }

  private static Stream<RichText> text(Effect effect) {
    return switch (effect) {
      case Effect.Post post -> Stream.of(post.text());
      case Effect.SetTopic topic -> Stream.of(topic.topic());
      case Effect.Attach attach -> Stream.of(attach.comment());
      case Effect.AttachPostMortem attach -> Stream.of(attach.comment());
      case Effect.AttachChart attach -> Stream.of(attach.comment());
      case Effect.PostDrillScore score -> Stream.of(score.text());
      case Effect.AttachDrillTimes attach -> Stream.of(attach.comment());
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

  private void check(Scene scene, List<SaidLine> lines) {
    problems(scene, lines).forEach(problem -> problems.putIfAbsent(sentence(problem), problem));
  }

  /** The quoted part. */
  private static String sentence(String problem) {
    return problem.substring(problem.indexOf('“'), problem.indexOf('”') + 1);
  }

  /** What is not known or not so; empty: all of it is true. */
  static List<String> problems(Scene scene, List<SaidLine> lines) {
    return lines.stream().flatMap(line -> problems(scene, line)).toList();
  }

  private static Stream<String> problems(Scene scene, SaidLine line) {
    String where = scene.place() + " of " + scene.incident().id().label() + " at " + scene.at();
    Optional<List<SentenceParser.Recognised>> all = PARSER.parse(line);
    return all.isEmpty()
        ? Stream.of(UNKNOWN.formatted(line.text(), where))
        : all.get().stream().flatMap(each -> problem(each, scene, line.text(), where).stream());
  }

  private static Optional<String> problem(
      SentenceParser.Recognised each, Scene scene, String line, String where) {
    try {
      each.sentence().comparison().compare(each.said(), scene);
      return Optional.empty();
    } catch (AssertionError | NoSuchElementException e) {
      return Optional.of(
          "Not true: “%s” %s in “%s” (%s, after %s): %s"
              .formatted(
                  each.said().sentence(),
                  each.said().times(),
                  line,
                  where,
                  scene.events().getLast(),
                  e.getMessage()));
    }
  }
}

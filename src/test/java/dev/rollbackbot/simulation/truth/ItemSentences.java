package dev.rollbackbot.simulation.truth;

import static dev.rollbackbot.simulation.truth.Scene.require;

import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Event;
import java.util.List;
import java.util.Optional;

/** The checklist: what is done, by whom, and how many of all. */
final class ItemSentences {
  private static final List<String> ITEMS =
      List.of("Capture deployment state", "Capture logs", "Screenshot the dashboard");
  private static final List<String> IDS = List.of("capture", "logs", "screenshot");

  private ItemSentences() {}

  static List<Sentence> all() {
    return List.of(
        Sentence.of(
            "Before {n:some} of {n:all} done",
            (said, scene) -> {
              long settled =
                  ITEMS.stream()
                      .flatMap(item -> last(item, scene).stream())
                      .filter(ItemSentences::settles)
                      .count();
              StatusSentences.count(
                  said, settled, scene.incident().details().runbook().checklist().size());
            }),
        Sentence.of("✓ {item} {who}, {time}", ItemSentences::done),
        Sentence.of(
            "✓ {item}:",
            (said, scene) ->
                require(
                    last(said.word("item"), scene)
                        .filter(Event.ItemDone.class::isInstance)
                        .isPresent(),
                    "it was " + last(said.word("item"), scene))),
        Sentence.of(
            "{who} settled “{item}”[[.]][[:]]",
            (said, scene) ->
                require(
                    last(said.word("item"), scene)
                        .filter(e -> e instanceof Event.ItemDone && e.by().equals(said.who("who")))
                        .isPresent(),
                    "it was " + last(said.word("item"), scene))),
        Sentence.of("– {item}: skipped by {who}, {quote}", ItemSentences::skipped),
        Sentence.of("– Skipped: “{item}” by {who}, {quote}", ItemSentences::skipped),
        Sentence.of("Skipped “{item}” by {who}: {quote}", ItemSentences::skipped),
        Sentence.of("{who} skipped “{item}”: {quote}", ItemSentences::skipped),
        Sentence.of("“{item}” failed: {quote}", ItemSentences::failed),
        Sentence.of("✗ {item}: {quote}", ItemSentences::failed),
        Sentence.of(
            "◐ {item}: the bot is at it",
            (said, scene) ->
                require(
                    last(said.word("item"), scene)
                        .filter(Event.ItemStarted.class::isInstance)
                        .isPresent(),
                    "it was " + last(said.word("item"), scene))),
        Sentence.of("○ {item}: later, CRITICAL does not wait for it", ItemSentences::open),
        Sentence.of("○ {item}", ItemSentences::open),
        Sentence.of(
            "What was put off is asked for now, on the panel. It is done or skipped before people"
                + " sign.",
            (_, scene) ->
                require(
                    ITEMS.stream()
                        .anyMatch(
                            item -> last(item, scene).filter(ItemSentences::settles).isEmpty()),
                    "nothing is open")));
  }

  private static boolean settles(Event event) {
    return event instanceof Event.ItemDone || event instanceof Event.ItemSkipped;
  }

  /** What happened to an item last since the incident began, or began again. */
  private static Optional<Event> last(String title, Scene scene) {
    String id = IDS.get(ITEMS.indexOf(title));
    for (Event event : scene.events().reversed()) {
      if (event instanceof Event.IncidentReopened) {
        return Optional.empty();
      }
      String item =
          switch (event) {
            case Event.ItemStarted e -> e.item();
            case Event.ItemDone e -> e.item();
            case Event.ItemSkipped e -> e.item();
            case Event.ItemFailed e -> e.item();
            case Event _ -> "";
          };
      if (item.equals(id)) {
        return Optional.of(event);
      }
    }
    return Optional.empty();
  }

  private static void done(Said said, Scene scene) {
    Optional<Event> last = last(said.word("item"), scene);
    require(
        last.filter(e -> e instanceof Event.ItemDone && e.by().equals(said.who("who")))
            .filter(e -> Scene.shownAs(e.at(), said.time(0)))
            .isPresent(),
        "it was " + last);
    require(
        said.who("who").equals(Actor.BOT.id())
            || scene.pressed(
                c -> c instanceof Command.ConfirmItem && c.by().id().equals(said.who("who"))),
        "they did not do it");
  }

  private static void skipped(Said said, Scene scene) {
    Optional<Event> last = last(said.word("item"), scene);
    require(
        last.filter(e -> e instanceof Event.ItemSkipped && e.by().equals(said.who("who")))
            .isPresent(),
        "it was " + last);
    require(
        scene.pressed(c ->
            c instanceof Command.SkipItem s
                && s.by().id().equals(said.who("who"))
                && s.reason().equals(said.word("quote"))),
        "they did not skip it");
  }

  private static void failed(Said said, Scene scene) {
    Optional<Event> last = last(said.word("item"), scene);
    require(last.filter(Event.ItemFailed.class::isInstance).isPresent(), "it was " + last);
  }

  private static void open(Said said, Scene scene) {
    Optional<Event> last = last(said.word("item"), scene);
    require(last.filter(ItemSentences::settles).isEmpty(), "it was " + last);
  }
}

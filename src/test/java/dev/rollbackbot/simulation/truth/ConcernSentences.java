package dev.rollbackbot.simulation.truth;

import static dev.rollbackbot.simulation.truth.Scene.require;

import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.PlannedStep.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** What speaks for or against a version, and who chose one in spite of it. */
final class ConcernSentences {
  /** What may speak against a version, or for it: {@code VersionAssessor} and {@code Planner}. */
  static final String CONCERNS =
      "(?:deployed after v\\d+, to which somebody went back|was live in this incident"
          + "|this incident was rolled back to it before|was live when the fault (?:began|was seen)"
          + "|marked bad in INC-\\d+: (?:Orders fail with <!channel> 500|Error rate above 1 %)"
          + "|went live only after the fault (?:began|was seen)"
          + "|not known to have been live before the fault (?:began|was seen)"
          + "|had all the traffic before the fault (?:began|was seen), not known to be good or bad"
          + "|all the traffic for \\d+ (?:days|h|min) before the fault (?:began|was seen))";

  /** People enter times without seconds. */
  private static final Duration ROUNDING = Duration.ofMinutes(1);

  private ConcernSentences() {}

  static List<Sentence> all() {
    return List.of(
        Sentence.of("– not {v}: {concern}", ConcernSentences::concern),
        Sentence.of(
            "[[:warning: ]]{v}: {concern}; chosen by {who} because {quote}",
            ConcernSentences::override),
        Sentence.of("{v}: {concern}", ConcernSentences::concern));
  }

  static Instant began(Scene scene) {
    return scene.declaration().beganAt().orElse(scene.declaration().detectedAt());
  }

  private static void concern(Said said, Scene scene) {
    require(
        Stream.of("API", "Site")
            .anyMatch(s -> holds(s, said.word("v"), said.word("concern"), scene)),
        "that is not so of any service");
  }

  private static void override(Said said, Scene scene) {
    Change change =
        PlanSentences.changes(scene)
            .filter(c -> c.override().isPresent() && c.target().label().equals(said.word("v")))
            .findFirst()
            .orElseThrow(() -> new AssertionError("nobody chose it in spite of something"));
    String service = change.service().service().name();
    require(
        holds(service, said.word("v"), said.word("concern"), scene),
        "that is not so: live is " + change.live().label());
    require(
        scene.pressed(c ->
            c instanceof Command.ChangeTarget t
                && t.by().id().equals(said.who("who"))
                && t.reason().equals(said.word("quote"))),
        "they did not choose it");
  }

  private static boolean holds(String service, String version, String concern, Scene scene) {
    Instant made = scene.last(Event.PlanMade.class).map(Event::at).orElseGet(scene::at);
    Instant began = began(scene);
    if (concern.endsWith(", to which somebody went back")) {
      return wentBack(service, version, concern.replaceAll("deployed after |,.*", ""), made, scene);
    }
    String kind = concern.replaceAll(" the fault.*", "");
    Stream<Instant> starts =
        scene.world().deployments(service.equals("API") ? "shop-api" : "shop-site").stream()
            .filter(d -> d.label().equals(version))
            .map(d -> d.at().orElseThrow());
    return switch (kind) {
      case "was live in this incident", "this incident was rolled back to it before" ->
          scene.wasLive(service, version, scene.declared().at().minusSeconds(60), scene.at());
      case "was live when" -> scene.wasLive(service, version, began, began.plus(ROUNDING));
      case "went live only after", "not known to have been live before" ->
          starts.noneMatch(began::isAfter);
      case "had all the traffic before", "all the traffic for" -> starts.anyMatch(began::isAfter);
      default -> concern.startsWith("marked bad in INC-");
    };
  }

  /** It was deployed after the other one and not since that was deployed again. */
  private static boolean wentBack(
      String service, String version, String other, Instant made, Scene scene) {
    List<String> labels =
        scene.world().deployments(service.equals("API") ? "shop-api" : "shop-site").stream()
            .filter(d -> !d.at().orElseThrow().isAfter(made))
            .map(Deployment::label)
            .toList();
    int newest = labels.indexOf(version);
    return newest > labels.indexOf(other)
        && labels.indexOf(other) >= 0
        && labels.lastIndexOf(other) > labels.lastIndexOf(version);
  }
}

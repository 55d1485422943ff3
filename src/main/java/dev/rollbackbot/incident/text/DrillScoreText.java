package dev.rollbackbot.incident.text;

import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.assessment.DrillScores;
import dev.rollbackbot.incident.drill.DrillItemStatus;
import dev.rollbackbot.incident.drill.DrillProgress;
import dev.rollbackbot.incident.drill.DrillScore;
import dev.rollbackbot.incident.request.RequestKind;
import dev.rollbackbot.runbook.drill.DrillPart;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How drills went, in words. */
public final class DrillScoreText {
  private DrillScoreText() {}

  /** The score of this drill alone; empty: it is none. */
  public static RichText score(IncidentDetails details) {
    Optional<DrillScore> scored = DrillScores.of(details);
    if (scored.isEmpty()) {
      return RichText.EMPTY;
    }
    DrillScore score = scored.get();
    RichText text =
        RichText.EMPTY
            .bold(IncidentDetails.DRILL)
            .text(" · " + details.id().label() + ", scored")
            .text(
                score.signedAt().isPresent()
                    ? ". Declared at "
                    : "; it was not brought to its end. Declared at ")
            .time(score.declaredAt())
            .text(".");
    for (DrillPart part : DrillPart.values()) {
      text = text.text("\n• " + part(score, part));
    }
    List<DrillItemStatus> open =
        DrillScores.items(details).stream().filter(item -> !item.done()).toList();
    text =
        text.text(
            "\n*Checklist*  %d of %d%s"
                .formatted(
                    score.done(),
                    score.items(),
                    open.isEmpty()
                        ? "."
                        : ". Open: "
                            + open.stream()
                                .map(item -> "“" + item.item().text() + "”")
                                .collect(Collectors.joining(", "))
                            + "."));
    return text.text("\n" + slow(score)).text("\n" + askedInVain(details.drill().get()));
  }

  /** The measured times in one sentence, for the picture of them. */
  public static RichText times(IncidentDetails details) {
    String parts =
        DrillScores.of(details).stream()
            .flatMap(score ->
                Stream.of(DrillPart.values())
                    .filter(score.took()::containsKey)
                    .map(part -> part(score, part)))
            .map(sentence ->
                sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1))
            .collect(Collectors.joining("; "));
    return RichText.of("How long each part of the drill took: " + parts + ".");
  }

  private static String part(DrillScore score, DrillPart part) {
    String name = part == DrillPart.IN_ALL ? "In all" : capital(part.words());
    Optional<Duration> took = score.time(part);
    if (took.isEmpty()) {
      return name + ": not measured";
    }
    String goal =
        score
            .goal(part)
            .map(limit ->
                score.over(part).isPresent()
                    ? ", %s more than the goal of %s"
                        .formatted(
                            StatusText.durationText(score.over(part).get()),
                            StatusText.durationText(limit))
                    : ", within the goal of " + StatusText.durationText(limit))
            .orElse("");
    return name + " after " + StatusText.durationText(took.get()) + goal;
  }

  private static String slow(DrillScore score) {
    List<String> slow =
        Stream.of(DrillPart.values())
            .filter(part -> score.over(part).isPresent())
            .map(DrillPart::words)
            .toList();
    return slow.isEmpty()
        ? "No part that was measured took longer than its goal."
        : "*Slow*  " + String.join(", ", slow) + ".";
  }

  /** By role: nobody is named. */
  private static String askedInVain(DrillProgress drill) {
    Map<String, Integer> byRole = new TreeMap<>();
    drill.reminders().forEach((kind, count) -> byRole.merge(role(kind), count, Integer::sum));
    return byRole.isEmpty()
        ? "Nobody had to be asked twice."
        : "*Asked again*  "
            + byRole.entrySet().stream()
                .map(e -> e.getKey() + " " + (e.getValue() == 1 ? "once" : e.getValue() + " times"))
                .collect(Collectors.joining(", "))
            + ".";
  }

  private static String role(RequestKind kind) {
    return switch (kind) {
      case APPROVAL, CONSENT -> "approvers";
      case ITEM,
          STEP,
          DECISION,
          CHECK,
          INCONCLUSIVE_PROBE,
          SIGNATURE,
          LOCK,
          PROVIDER_WAIT,
          PROPOSAL,
          RELAPSE,
          DELIVERY ->
          "responders";
    };
  }

  /** How this drill compares with those before it that were brought to their end. */
  public static RichText comparison(IncidentDetails details, List<DrillScore> earlier) {
    Optional<DrillScore> score = DrillScores.of(details);
    if (score.isEmpty() || earlier.isEmpty()) {
      return RichText.of("\nNo earlier drill of this was brought to its end.");
    }
    List<String> parts =
        Stream.of(DrillPart.values())
            .flatMap(part ->
                DrillScore.median(earlier, part).stream()
                    .map(median -> part.words() + " " + StatusText.durationText(median)))
            .toList();
    return RichText.of(
        "\n*Before*  "
            + (earlier.size() == 1
                ? "the last drill: "
                : "the middle of the last " + earlier.size() + " drills: ")
            + (parts.isEmpty() ? "nothing was measured" : String.join(", ", parts))
            + ".");
  }

  /** One line of the history. */
  public static RichText line(DrillScore score) {
    List<String> parts =
        Stream.of(DrillPart.values())
            .flatMap(part -> score.time(part).map(time -> shortly(score, part, time)).stream())
            .toList();
    return RichText.of("• " + score.label() + " · " + score.environment() + " · ")
        .time(score.declaredAt())
        .text(score.signedAt().isPresent() ? "" : " · not brought to its end")
        .text(parts.isEmpty() ? "" : "\n    " + String.join(", ", parts))
        .text("\n    checklist %d of %d".formatted(score.done(), score.items()));
  }

  private static String shortly(DrillScore score, DrillPart part, Duration time) {
    return part.words()
        + " "
        + StatusText.durationText(time)
        + (score.over(part).isPresent() ? " (slow)" : "");
  }

  private static String capital(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }
}

package dev.rollbackbot.simulation.truth;

import java.util.List;
import java.util.stream.Stream;

/** Sentences that are merely recognised: what they claim is not compared, or they claim nothing. */
final class RecognisedSentences {
  private RecognisedSentences() {}

  static List<Sentence> all() {
    return Stream.of(
            // Separators and parts that other sentences are joined with.
            ".",
            ",",
            ";",
            ":",
            "·",
            "{who}:",
            "{quote}",
            // Channel and card.
            "{inc} · Shop Feature",
            "INCIDENT Shop Feature {severity}",
            "Lead {who}",
            "lead {who}",
            "Shop Feature")
        .map(template -> Sentence.of(template, Sentence.NOTHING))
        .toList();
  }
}

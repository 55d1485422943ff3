package dev.rollbackbot.simulation.truth;

import java.util.List;
import java.util.stream.Stream;

/** Every sentence that is known: those that are compared first. */
final class Sentences {
  private Sentences() {}

  static List<Sentence> all() {
    return Stream.of(RecognisedSentences.all())
        .flatMap(List::stream)
        .toList();
  }
}

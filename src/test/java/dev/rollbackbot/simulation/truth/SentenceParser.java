package dev.rollbackbot.simulation.truth;

import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/**
 * Takes a line apart into known sentences; equal lines only once. One parser serves every test, and
 * several classes of tests run at the same time.
 */
final class SentenceParser {
  private final List<Sentence> sentences;
  private final Map<String, Optional<List<Part>>> known = new ConcurrentHashMap<>();

  private SentenceParser(List<Sentence> sentences) {
    this.sentences = List.copyOf(sentences);
  }

  /** Of every sentence that is known: those that are compared first. */
  static SentenceParser ofEverySentence() {
    return new SentenceParser(everySentence());
  }

  private static List<Sentence> everySentence() {
    return Stream.of(
            LiveSentences.all(),
            PlanSentences.all(),
            ConcernSentences.all(),
            JobSentences.all(),
            StepSentences.all(),
            CheckSentences.all(),
            ItemSentences.all(),
            EndingSentences.all(),
            ReminderSentences.all(),
            StatusSentences.all(),
            ProposalSentences.all(),
            PeopleSentences.all(),
            RecognisedSentences.all())
        .flatMap(List::stream)
        .toList();
  }

  /** A sentence in a line; {@code firstTime} of {@code times} times of the line. */
  private record Part(
      Sentence sentence, String text, Map<String, String> words, int firstTime, int times) {}

  /** A sentence and what it says here. */
  record Recognised(Sentence sentence, Said said) {}

  /** Empty: some of it is not known. */
  Optional<List<Recognised>> parse(SaidLine line) {
    return known
        .computeIfAbsent(line.text(), this::parts)
        .map(parts -> parts.stream().map(part -> recognised(part, line.times())).toList());
  }

  private static Recognised recognised(Part part, List<Instant> times) {
    List<Instant> own = times.subList(part.firstTime(), part.firstTime() + part.times());
    return new Recognised(part.sentence(), new Said(part.text(), part.words(), own));
  }

  private Optional<List<Part>> parts(String text) {
    List<Part> parts = new ArrayList<>();
    return rest(text, 0, parts, new BitSet()) ? Optional.of(List.copyOf(parts)) : Optional.empty();
  }

  private boolean rest(String text, int from, List<Part> parts, BitSet deadEnds) {
    int start = from;
    while (start < text.length() && text.charAt(start) == ' ') {
      start++;
    }
    if (start == text.length()) {
      return true;
    }
    if (deadEnds.get(start)) {
      return false;
    }
    for (Sentence sentence : sentences) {
      Matcher matcher = sentence.pattern().matcher(text).region(start, text.length());
      if (matcher.lookingAt()) {
        parts.add(part(sentence, text, start, matcher));
        if (rest(text, matcher.end(), parts, deadEnds)) {
          return true;
        }
        parts.removeLast();
      }
    }
    deadEnds.set(start);
    return false;
  }

  private static Part part(Sentence sentence, String text, int start, Matcher matcher) {
    return new Part(
        sentence,
        text.substring(start, matcher.end()),
        sentence.words(matcher),
        times(text.substring(0, start)),
        times(matcher.group()));
  }

  private static int times(String text) {
    return (int) text.chars().filter(c -> c == SaidLine.TIME.charAt(0)).count();
  }
}

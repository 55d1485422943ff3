package dev.rollbackbot.simulation.truth;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A sentence that was said, with the words that its template leaves open. */
record Said(String sentence, Map<String, String> words, List<Instant> times) {
  private static final Pattern AMOUNT = Pattern.compile("(\\d+) (h|min|s)");
  private static final Pattern PERSON = Pattern.compile("<@([A-Z0-9]+)>");

  String word(String name) {
    String word = words.get(name);
    if (word == null) {
      throw new IllegalArgumentException(sentence + " has no word " + name);
    }
    return word;
  }

  boolean has(String name) {
    return words.get(name) != null;
  }

  int number(String name) {
    return Integer.parseInt(word(name));
  }

  /** The person's id. */
  String who(String name) {
    String word = word(name);
    Matcher person = PERSON.matcher(word);
    return person.matches() ? person.group(1) : "bot";
  }

  List<String> people(String name) {
    return PERSON.matcher(word(name)).results().map(m -> m.group(1)).toList();
  }

  Duration duration(String name) {
    Duration out = Duration.ZERO;
    Matcher amount = AMOUNT.matcher(word(name));
    while (amount.find()) {
      long count = Long.parseLong(amount.group(1));
      out =
          out.plus(
              switch (amount.group(2)) {
                case "h" -> Duration.ofHours(count);
                case "min" -> Duration.ofMinutes(count);
                default -> Duration.ofSeconds(count);
              });
    }
    return out;
  }

  /** Shown to the second. */
  Instant time(int index) {
    return times.get(index);
  }
}

package dev.rollbackbot.typed;

import static dev.rollbackbot.typed.TypedFormsTest.PARSER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.typed.TypedCommand.EnvironmentUnknown;
import dev.rollbackbot.typed.TypedCommand.NotUnderstood;
import dev.rollbackbot.typed.TypedCommand.RunbookTyped;
import dev.rollbackbot.typed.TypedCommand.WordTyped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds for every line. */
@Pure
final class CommandParserTest {
  private static final int SEEDS = 20_000;

  private static final List<String> WORDS = List.of("status", "log", "cancel");
  private static final List<String> PREFIXES =
      List.of(
          "INC-", "inc-", "INC", "inc ", "INC–", "INC — ", "INC\u00A0", "#", "INC-\u200B", "ＩＮＣ－");
  private static final List<String> SPACES =
      List.of(
          " ", "  ", "\u00A0", "\u3000", "\t", "\u2009", " \u200B", ": ", " — ", ", ", "\u202F");
  private static final List<String> BEFORE =
      List.of(
          "", "“", "`", "*", "_", "—", "- ", "• ", "&gt; ", "\uFEFF", "\u202E", "<@U0BOT> ", "(");
  private static final List<String> AFTER =
      List.of("", "”", "`", "*", ".", "!", "?", "\u200B", "\u202C", ")", "…", "\uFE0F");

  private static final List<String> PIECES =
      List.of(
          "status",
          "cancel",
          "guide",
          "factory",
          "staging",
          "INC-1",
          "12",
          "<#C1|inc-1-x>",
          "<#C1>",
          "<@U1>",
          "<!here>",
          "<https://a.slack.com/archives/C1/p1>",
          "https://b.example",
          "&lt;",
          "&amp;",
          "<",
          ">",
          "|",
          "`",
          "“",
          "—",
          " ",
          "\u00A0",
          "\u202E",
          "\u0000",
          "\n",
          "#",
          "ы",
          "ı",
          "İ",
          "１",
          "\uD83D",
          "👍",
          "e\u0301",
          "ﬃ",
          "'",
          ":",
          "/",
          "=",
          "rollback",
          "please");

  @Test
  void words_that_name_two_runbooks_are_asked_about() {
    CommandParser parser =
        new CommandParser(
            Map.of(
                "shop", List.of("live", "staging"),
                "shop-staging", List.of("live"),
                "shop-staging-eu", List.of("live")));
    assertThat(parser.parse("shop staging"))
        .isInstanceOfSatisfying(
            NotUnderstood.class,
            n ->
                assertThat(n.nearest()).contains(new RunbookTyped("shop", Optional.of("staging"))));
    assertThat(parser.parse("shop-staging"))
        .isEqualTo(new RunbookTyped("shop-staging", Optional.empty()));
    assertThat(parser.parse("shop staging live"))
        .isEqualTo(new RunbookTyped("shop-staging", Optional.of("live")));
    assertThat(parser.parse("shop staging eu"))
        .isEqualTo(new RunbookTyped("shop-staging-eu", Optional.empty()));
    assertThat(parser.parse("shop live")).isEqualTo(new RunbookTyped("shop", Optional.of("live")));
  }

  private static <T> T one(Random random, List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  /** Every second letter is in upper case, or the digits are full width. */
  private static String varied(Random random, String text) {
    StringBuilder out = new StringBuilder();
    text.chars()
        .forEach(c -> {
          boolean change = random.nextBoolean();
          if (change && c >= '0' && c <= '9') {
            out.append((char) (c - '0' + '０'));
          } else {
            out.append(change ? Character.toUpperCase((char) c) : (char) c);
          }
        });
    return out.toString();
  }

  @Test
  void whatever_surrounds_a_word_and_an_incident_they_mean_the_same() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      String word = one(random, WORDS);
      String number = Integer.toString(1 + random.nextInt(100_000));
      String typed =
          one(random, BEFORE)
              + varied(random, word)
              + one(random, AFTER)
              + one(random, SPACES)
              + one(random, BEFORE)
              + one(random, PREFIXES)
              + varied(random, number)
              + one(random, AFTER);
      assertThat(PARSER.parse(typed).line())
          .as("seed %d: %s", seed, typed)
          .isEqualTo(word + " INC-" + number);
    }
  }

  @Test
  void what_is_understood_or_offered_means_the_same_when_it_is_typed_again() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      StringBuilder typed = new StringBuilder();
      for (int i = random.nextInt(9); i >= 0; i--) {
        typed.append(one(random, PIECES)).append(random.nextBoolean() ? " " : "");
      }
      TypedCommand command = PARSER.parse(typed.toString());
      assertNothingHidden(seed, command.shown());
      if (command instanceof NotUnderstood unknown) {
        TypedCommand nearest = unknown.nearest().orElseGet(() -> PARSER.parse("help"));
        assertThat(nearest).isInstanceOfAny(WordTyped.class, RunbookTyped.class);
        assertThat(again(nearest)).as("seed %d: %s", seed, typed).isEqualTo(nearest);
      } else {
        assertThat(again(command)).as("seed %d: %s", seed, typed).isEqualTo(command);
      }
    }
  }

  private static TypedCommand again(TypedCommand command) {
    return PARSER.parse(command.line());
  }

  private static void assertNothingHidden(int seed, String shown) {
    assertThat(shown.codePoints().filter(CommandParserTest::hides).count())
        .as("seed %d: %s", seed, shown)
        .isZero();
  }

  private static boolean hides(int character) {
    return Character.isISOControl(character) || Character.getType(character) == Character.FORMAT;
  }

  @Test
  void no_line_is_understood_as_a_cancellation_without_its_word() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      StringBuilder typed = new StringBuilder();
      for (int i = random.nextInt(6); i >= 0; i--) {
        String piece = one(random, PIECES);
        typed.append(piece.equals("cancel") ? "cancle" : piece).append(' ');
      }
      TypedCommand command = PARSER.parse(typed.toString());
      boolean cancels =
          switch (command) {
            case WordTyped word -> word.word() == CommandWord.CANCEL;
            case RunbookTyped _, EnvironmentUnknown _, NotUnderstood _ -> false;
          };
      assertThat(cancels).as("seed %d: %s", seed, typed).isFalse();
    }
  }

  @Test
  void a_line_of_thousands_of_letters_is_read_in_time() {
    for (String piece : PIECES) {
      assertThat(PARSER.parse(piece.repeat(3_000 / piece.length())).line()).isNotNull();
      assertThat(PARSER.parse("status " + piece.repeat(3_000 / piece.length())).line()).isNotNull();
    }
  }
}

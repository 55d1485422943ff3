package dev.rollbackbot.typed;

import dev.rollbackbot.typed.TypedReference.ByBareNumber;
import dev.rollbackbot.typed.TypedReference.ByChannel;
import dev.rollbackbot.typed.TypedReference.ByNumber;
import dev.rollbackbot.typed.TypedText.Token;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds a reference to an incident among the tokens. */
final class ReferenceReader {
  /** Also a channel's name, which has the runbook behind the number. */
  private static final Pattern LABEL = Pattern.compile("inc[-_#. ]*([0-9]+)([-_].*)?");

  private static final Pattern PREFIX = Pattern.compile("inc|incident");

  private static final Pattern ADDRESS =
      Pattern.compile(
          "https://[a-z0-9.-]+\\.slack\\.com/(?:archives|client/[TE][A-Z0-9]+)/([CG][A-Z0-9]+)"
              + "(?:[/?#].*)?|slack://channel\\?(?:.*&)?id=([CG][A-Z0-9]+)(?:&.*)?");

  /** 12:30, 12.5 and 12/24 are no incidents. */
  private static final Pattern NUMBER = Pattern.compile("[0-9]+(?![0-9]*[:./,][0-9])");

  private ReferenceReader() {}

  /** A reference and the number of tokens that it takes. */
  record Found(TypedReference reference, int tokens) {}

  /** Empty: no reference begins there. */
  static Optional<Found> at(TypedText text, int index) {
    List<Token> tokens = text.tokens();
    if (index >= tokens.size()) {
      return Optional.empty();
    }
    Token token = tokens.get(index);
    return switch (token.kind()) {
      case MENTION -> Optional.empty();
      case CHANNEL ->
          Optional.of(new Found(new ByChannel(token.canonical(), token.text().substring(1)), 1));
      case LINK -> address(token);
      case WORD -> word(text, index);
    };
  }

  private static Optional<Found> address(Token token) {
    Matcher address = ADDRESS.matcher(token.canonical());
    if (!address.matches()) {
      return Optional.empty();
    }
    String id = Optional.ofNullable(address.group(1)).orElse(address.group(2));
    return Optional.of(new Found(new ByChannel(id, ""), 1));
  }

  private static Optional<Found> word(TypedText text, int index) {
    Token token = text.tokens().get(index);
    for (String reading : KeyboardLayouts.readings(token.canonical())) {
      Matcher label = LABEL.matcher(reading);
      if (label.matches()) {
        return Optional.of(new Found(number(label.group(1)), 1));
      }
      if (PREFIX.matcher(reading).matches() && index + 1 < text.tokens().size()) {
        Token next = text.tokens().get(index + 1);
        if (next.isNumber()) {
          return Optional.of(new Found(number(next.canonical()), 2));
        }
      }
    }
    if (!token.isNumber() || !NUMBER.matcher(TypedText.canonical(text.from(index))).lookingAt()) {
      return Optional.empty();
    }
    ByNumber number = number(token.canonical());
    boolean marked = token.text().matches("[^\\p{N}]*[#＃].*");
    return Optional.of(new Found(marked ? number : new ByBareNumber(number, text.from(index)), 1));
  }

  private static ByNumber number(String digits) {
    return new ByNumber(digits.replaceFirst("^0+(?=.)", ""));
  }
}

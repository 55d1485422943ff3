package dev.rollbackbot.typed;

import dev.rollbackbot.text.VisibleText;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A typed line as tokens: what phones, keyboards and other messages made of it is undone.
 *
 * @param shown the line as a person reads it, without invisible characters
 */
record TypedText(String shown, List<Token> tokens) {
  TypedText {
    tokens = List.copyOf(tokens);
  }

  enum TypedTokenKind {
    WORD,
    /** A person, a group, or everybody in a channel. */
    MENTION,
    CHANNEL,
    LINK
  }

  /**
   * A word, or what Slack puts in angle brackets.
   *
   * @param start where it begins in {@link TypedText#shown}
   * @param text as it is shown
   * @param canonical of a word: see {@link #canonical(String)}; of a channel: its id; of a link:
   *     the address
   */
  record Token(TypedTokenKind kind, int start, String text, String canonical) {
    boolean isNumber() {
      return kind == TypedTokenKind.WORD && canonical.matches("[0-9]+");
    }
  }

  /** Slack's own markup: angle brackets that people type arrive escaped. */
  private static final Pattern CONTROL =
      Pattern.compile(
          "<(#(?=[A-Z0-9]{1,40}[|>])|[@!]|(?:https?|mailto|tel|slack):)([^<>|]*)(?:\\|([^<>]*))?>");

  private static final Pattern ADDRESS = Pattern.compile("(?:https?|slack)://[^ ]+");
  private static final Pattern WORD = Pattern.compile("[^ ,;:/=、，；：／＝]+");

  /** Also letters that are drawn as nothing. */
  private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}\u115F\u1160\u2800\u3164\uFFA0]");

  private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}+");
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern DASHES = Pattern.compile("[\\p{Pd}\u2212\u2043]");
  private static final Pattern AROUND = Pattern.compile("^[^\\p{L}\\p{N}]+|[^\\p{L}\\p{N}]+$");

  /** {@code raw} as Slack sends it: escaped, with mentions, channels and links in brackets. */
  static TypedText of(String raw) {
    StringBuilder shown = new StringBuilder();
    List<Token> tokens = new ArrayList<>();
    Matcher control = CONTROL.matcher(raw);
    int from = 0;
    while (control.find()) {
      addText(raw.substring(from, control.start()), shown, tokens);
      addControl(control, shown, tokens);
      from = control.end();
    }
    addText(raw.substring(from), shown, tokens);
    return new TypedText(shown.toString(), tokens);
  }

  private static void addControl(Matcher control, StringBuilder shown, List<Token> tokens) {
    separate(shown);
    String sign = control.group(1);
    String target = control.group(2);
    String label = visible(unescape(Optional.ofNullable(control.group(3)).orElse("")));
    String name = label.isEmpty() ? target : label;
    Token token =
        switch (sign) {
          case "#" -> new Token(TypedTokenKind.CHANNEL, shown.length(), "#" + label, target);
          case "@", "!" ->
              new Token(
                  TypedTokenKind.MENTION, shown.length(), "@" + name.replaceFirst("^@", ""), "");
          default -> {
            String address = visible(unescape(sign + target));
            yield new Token(TypedTokenKind.LINK, shown.length(), address, address);
          }
        };
    shown.append(token.kind() == TypedTokenKind.CHANNEL ? "#" + name : token.text());
    tokens.add(token);
  }

  /** Words stay apart where Slack's brackets kept them apart. */
  private static void separate(StringBuilder shown) {
    if (!shown.isEmpty() && Character.isLetterOrDigit(shown.codePointBefore(shown.length()))) {
      shown.append(' ');
    }
  }

  private static void addText(String escaped, StringBuilder shown, List<Token> tokens) {
    String text = visible(unescape(escaped));
    if (!text.isEmpty() && Character.isLetterOrDigit(text.codePointAt(0))) {
      separate(shown);
    }
    int before = shown.length();
    shown.append(text);
    Matcher address = ADDRESS.matcher(text);
    int from = 0;
    while (address.find()) {
      addWords(text, from, address.start(), before, tokens);
      String at = address.group().replaceFirst("[^\\p{L}\\p{N}/]+$", "");
      tokens.add(new Token(TypedTokenKind.LINK, before + address.start(), at, at));
      from = address.end();
    }
    addWords(text, from, text.length(), before, tokens);
  }

  private static void addWords(String text, int from, int to, int before, List<Token> tokens) {
    Matcher word = WORD.matcher(text).region(from, to);
    while (word.find()) {
      String canonical = canonical(word.group());
      if (!canonical.isEmpty()) {
        tokens.add(new Token(TypedTokenKind.WORD, before + word.start(), word.group(), canonical));
      }
    }
  }

  /** What is shown from that token on; empty: there is no such token. */
  String from(int index) {
    return index < tokens.size() ? shown.substring(tokens.get(index).start()).strip() : "";
  }

  /** Slack escapes three characters. */
  static String unescape(String text) {
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
  }

  static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String visible(String text) {
    return SPACE.matcher(VisibleText.of(text)).replaceAll(" ");
  }

  /**
   * The word without quotes, punctuation, bold or code marks around it, in lower case, without
   * accents, with plain digits and hyphens; empty: it is punctuation only.
   */
  static String canonical(String word) {
    String drawn = INVISIBLE.matcher(word).replaceAll("");
    String folded = Normalizer.normalize(drawn, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    String plain =
        Normalizer.normalize(
            MARKS
                .matcher(Normalizer.normalize(folded, Normalizer.Form.NFD))
                .replaceAll("")
                .replace('ı', 'i'),
            Normalizer.Form.NFC);
    return asciiDigits(AROUND.matcher(DASHES.matcher(plain).replaceAll("-")).replaceAll(""));
  }

  private static String asciiDigits(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> out.appendCodePoint(Character.isDigit(c) ? '0' + Character.digit(c, 10) : c));
    return out.toString();
  }
}

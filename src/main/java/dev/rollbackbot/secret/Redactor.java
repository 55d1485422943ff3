package dev.rollbackbot.secret;

import dev.rollbackbot.text.VisibleText;
import java.util.Comparator;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Replaces everything that looks like a credential, rather too much than too little. Output of jobs
 * is redacted before it is stored or posted.
 */
public final class Redactor {
  public static final String REDACTED = "[redacted]";

  /** Shorter secrets would match parts of ordinary words. */
  private static final int SHORTEST_SECRET = 6;

  /** What the name of a value that is secret contains. */
  private static final String NAMES =
      "(?:token|secret|passw(?:or)?d|passphrase|[a-z0-9][_-]pass(?![a-z])|pwd"
          + "|(?:api|access|account|shared|private|encryption|signing|master|storage|deploy|auth)"
          + "[_-]?key|credentials?|session[_-]?id|jwt|signature|(?<=[?&])sig(?==))";

  private static final Pattern SECRET_NAME = Pattern.compile(NAMES + "|authorization|cookie");

  /** A header with its whole value up to a quote, because JSON may be embedded in the text. */
  private static final Pattern HEADER =
      Pattern.compile(
          "(?i)\\b((?:proxy-)?authorization|(?:set-)?cookie)([\"'\\\\]{0,8}\\s{0,8}[:=]\\s{0,8}"
              + "[\"'\\\\]{0,8})[^\"\\\\\\r\\n]+");

  /**
   * A value in quotes ends with its quote, whatever is in it; without quotes it ends where text of
   * its kind does. What is redacted already is part of a value, so that redacting twice changes
   * nothing. Possessive, because the others take a stack frame for each character.
   */
  private static final String VALUE =
      "(?:(?<escaped>\\\\{1,4}[\"'])(?:(?!\\k<escaped>)[^\\r\\n])*+"
          + "|(?<quote>[\"'])(?:\\\\.|(?!\\k<quote>)[^\\\\\\r\\n])*+"
          + "|(?:\\[redacted\\]|[^\\s\"'\\\\&,;}\\]\\[])++)";

  private static final String REDACTED_VALUE = "${escaped}${quote}" + REDACTED;

  /**
   * After a name, a value: in an assignment, or as the next argument of a program. That the name is
   * an option is looked for only behind it: most text has no such name.
   */
  private static final Pattern NAMED_VALUE =
      Pattern.compile(
          "(?i)(?<name>"
              + NAMES
              + "(?:[a-z0-9_-]{0,40}[\"'\\\\]{0,8}\\s{0,8}[:=]\\s{0,8}"
              + "|(?<=(?<![^\\s\"'\\[,(])-{1,2}[a-z0-9_-]{1,60})"
              + "[a-z0-9_-]{0,40}+(?:\\s{1,8}|[\"'],\\s{0,8})(?!-)))"
              + VALUE);

  /** The login that curl takes. */
  private static final Pattern LOGIN =
      Pattern.compile(
          "(?<![^\\s\"'\\[,(])(-u|--user)(=|\\s{0,8}|[\"'],\\s{0,8})([\"']?)([^\\s:\"']{1,256}:)"
              + "(?:(?<=[\"'][^\\s:\"']{1,256}:)[^\"'\\r\\n]+|(?:\\[redacted\\]|[^\\s\"',\\]])++)");

  /** The same in JSON that is percent-encoded, as in the body of an interaction of Slack's. */
  private static final Pattern ENCODED_VALUE =
      Pattern.compile(
          "(?i)((?:"
              + NAMES
              + "|authorization|cookie|response_url)"
              + "[a-z0-9_-]{0,40}%22%3A(?:%20|\\+)?%22)(?:(?!%22)[^\\s&\"])+");

  /** What follows "basic" must look like base64, because ordinary text has that word too. */
  private static final Pattern SCHEME =
      Pattern.compile(
          "(?i)\\b(bearer|basic(?=(?:\\s+|%20|\\+)[a-z+/]*(?:[0-9=]|(?-i:[a-z][A-Z]))))"
              + "(\\s+|%20|\\+)[A-Za-z0-9._~+/=-]{8,}");

  private static final Pattern WELL_KNOWN =
      Pattern.compile(
          "eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*"
              + "|\\bx(?:ox[a-z]|app)-[A-Za-z0-9-]{8,}"
              + "|\\bgh[pousr]_[A-Za-z0-9._-]{16,}|\\bgithub_pat_[A-Za-z0-9_]{16,}"
              + "|\\bcf[a-z]{1,4}_[A-Za-z0-9_-]{20,}|\\bA[KS]IA[A-Z0-9]{16}"
              + "|\\b[sr]k_(?:live|test)_[A-Za-z0-9]{10,}|\\bsk-[A-Za-z0-9_-]{20,}"
              + "|\\bAIza[A-Za-z0-9_-]{30,}|\\bya29\\.[A-Za-z0-9_-]{10,}"
              + "|\\bglpat-[A-Za-z0-9_-]{16,}|\\bnpm_[A-Za-z0-9]{20,}|\\bhf_[A-Za-z0-9]{20,}"
              + "|\\bSG\\.[A-Za-z0-9_-]{16,}\\.[A-Za-z0-9_-]{16,}"
              // Who has such an address can answer in Slack, or read what Slack sends to the bot.
              + "|https://hooks\\.slack\\.com/\\S+|\\bwss://[^\\s\"']+"
              + "|-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----"
              + "(?:(?!-----END)[\\s\\S])*+(?:-----END [A-Z ]{0,40}-----)?");

  /** Up to the last @ of the address, because a password may contain one; not from a port on. */
  private static final Pattern URL_LOGIN =
      Pattern.compile("(://[^/\\s:@]{0,256}:)(?!\\d{1,5}[/?#])[^\\s\"'<>]{1,256}@");

  private Redactor() {}

  /**
   * {@code secrets} are replaced wherever they occur, whatever they look like; the longest first,
   * as one may be the beginning of another, whose rest would be left.
   */
  public static String redact(String text, String... secrets) {
    return redactSorted(text, longestFirst(Stream.of(secrets)));
  }

  static String[] longestFirst(Stream<String> secrets) {
    return secrets
        .filter(secret -> secret.length() >= SHORTEST_SECRET)
        .sorted(Comparator.comparingInt(String::length).reversed())
        .toArray(String[]::new);
  }

  static String redactSorted(String text, String[] longestFirst) {
    // An invisible character in a secret must not hide it.
    String clean = VisibleText.of(text);
    for (String secret : longestFirst) {
      clean = clean.replace(secret, REDACTED);
    }
    // First: a key has several lines, and a header's value ends with its line.
    clean = WELL_KNOWN.matcher(clean).replaceAll(REDACTED);
    clean = HEADER.matcher(clean).replaceAll("$1$2" + REDACTED);
    clean = SCHEME.matcher(clean).replaceAll("$1 " + REDACTED);
    clean = URL_LOGIN.matcher(clean).replaceAll("$1" + REDACTED + "@");
    clean = ENCODED_VALUE.matcher(clean).replaceAll("$1" + REDACTED);
    clean = LOGIN.matcher(clean).replaceAll("$1$2$3$4" + REDACTED);
    return NAMED_VALUE.matcher(clean).replaceAll("${name}" + REDACTED_VALUE);
  }

  /** Whether a field or header of that name holds a secret. */
  public static boolean namesSecret(String name) {
    return SECRET_NAME.matcher(name.toLowerCase(Locale.ROOT)).find();
  }
}

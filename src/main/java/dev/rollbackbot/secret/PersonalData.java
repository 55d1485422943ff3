package dev.rollbackbot.secret;

import java.math.BigInteger;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Masks what identifies a person, and credentials, in texts that other programs wrote. Rather too
 * much than too little: a version number of four parts looks like an IP address.
 */
public final class PersonalData {
  private static final Pattern QUERY =
      Pattern.compile("(?<=[\\w/%.~-])\\?[^\\s\"'<>\\\\?]*[=&%][^\\s\"'<>\\\\]*");

  private static final Pattern URL_QUERY =
      Pattern.compile("(\\b[a-z][a-z0-9+.-]{1,20}://[^\\s\"'<>?#]{1,2048})[?#][^\\s\"'<>\\\\]*");

  private static final Pattern URL_USER = Pattern.compile("(://)[^/\\s@\"']{1,256}@");

  private static final Pattern E_MAIL =
      Pattern.compile(
          "[\\p{L}0-9._%+-]{1,64}(?:@|%40)[\\p{L}0-9-]{1,63}(?:\\.[\\p{L}0-9-]{1,63})+");

  private static final Pattern IPV4 =
      Pattern.compile("(?<![\\w.])(?:[0-9]{1,3}\\.){3}[0-9]{1,3}(?!\\.?\\w)");

  private static final Pattern IPV6 =
      Pattern.compile(
          "(?<![\\w:.])(?:[0-9A-Fa-f]{0,4}:){2,8}(?:(?:[0-9]{1,3}\\.){3}[0-9]{1,3}"
              + "|[0-9A-Fa-f]{0,4})(?![\\w:])");

  private static final Pattern MAC =
      Pattern.compile("\\b(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}\\b");

  private static final Pattern IBAN =
      Pattern.compile("\\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\\b");

  private static final Pattern CARD = Pattern.compile("\\b[2-6](?:[ -]?[0-9]){12,18}\\b");

  private static final Pattern SOCIAL_SECURITY =
      Pattern.compile(
          "\\b756\\.[0-9]{4}\\.[0-9]{4}\\.[0-9]{2}\\b|\\b[0-9]{3}-[0-9]{2}-[0-9]{4}\\b");

  private static final Pattern PHONE =
      Pattern.compile(
          "(?<![\\w+])(?:\\+|00)[1-9](?:[ ()./-]{0,2}[0-9]){8,14}(?!\\w)"
              + "|(?<![\\w+])0[0-9]{2}[ /-][0-9]{3}[ -][0-9]{2}[ -][0-9]{2}(?!\\w)");

  /** Long, and of all three kinds of characters: a token, whoever issued it. */
  private static final Pattern OPAQUE =
      Pattern.compile(
          "(?<![A-Za-z0-9_+/-])(?=[a-z0-9_+/-]{0,200}[A-Z])(?=[A-Z0-9_+/-]{0,200}[a-z])"
              + "(?=[A-Za-z_+/-]{0,200}[0-9])[A-Za-z0-9_+-][A-Za-z0-9_+/-]{31,}={0,2}");

  private static final int IPV6_GROUPS = 8;
  private static final BigInteger IBAN_MODULUS = BigInteger.valueOf(97);

  private PersonalData() {}

  public static String mask(String text) {
    String clean = URL_QUERY.matcher(KnownSecrets.redact(text)).replaceAll("$1?[query]");
    clean = QUERY.matcher(clean).replaceAll("?[query]");
    clean = URL_USER.matcher(clean).replaceAll("$1" + Redactor.REDACTED + "@");
    clean = E_MAIL.matcher(clean).replaceAll("[e-mail]");
    clean = MAC.matcher(clean).replaceAll("[mac]");
    clean = replace(IPV6, clean, PersonalData::isIpv6, "[ip]");
    clean = IPV4.matcher(clean).replaceAll("[ip]");
    clean = replace(IBAN, clean, PersonalData::isIban, "[iban]");
    clean = replace(CARD, clean, PersonalData::isCard, "[card]");
    clean = SOCIAL_SECURITY.matcher(clean).replaceAll("[social security number]");
    clean = PHONE.matcher(clean).replaceAll("[phone]");
    return OPAQUE.matcher(clean).replaceAll(Redactor.REDACTED);
  }

  private static String replace(
      Pattern pattern, String text, Predicate<String> isOne, String replacement) {
    return pattern
        .matcher(text)
        .replaceAll(match -> isOne.test(match.group()) ? replacement : quoted(match.group()));
  }

  private static String quoted(String text) {
    return Matcher.quoteReplacement(text);
  }

  /** A time of day has colons too. */
  private static boolean isIpv6(String text) {
    return text.length() > 2 && (text.contains("::") || text.split(":", -1).length == IPV6_GROUPS);
  }

  private static boolean isIban(String text) {
    String bare = text.replace(" ", "");
    StringBuilder digits = new StringBuilder();
    (bare.substring(4) + bare.substring(0, 4))
        .chars()
        .forEach(c -> digits.append(Character.digit(c, 36)));
    return new BigInteger(digits.toString()).mod(IBAN_MODULUS).equals(BigInteger.ONE);
  }

  /** The check digit of Luhn. */
  private static boolean isCard(String text) {
    String digits = text.replaceAll("[ -]", "");
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int doubled = i % 2 == 1 ? digit * 2 : digit;
      sum += doubled > 9 ? doubled - 9 : doubled;
    }
    return sum % 10 == 0;
  }
}

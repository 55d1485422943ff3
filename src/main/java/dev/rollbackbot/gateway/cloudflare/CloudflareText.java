package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.text.Truncation;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** What is in the texts of Cloudflare, and the limit of texts to it. */
final class CloudflareText {
  private static final String SECRETS_FOLLOW = "secrets have changed:";
  private static final int MAX_SECRETS = 1500;
  private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_$.-]{1,255}");

  private CloudflareText() {}

  /** One line of at most {@code limit} bytes of UTF-8, whole characters only. */
  static String clipBytes(String text, int limit) {
    String line = Truncation.oneLine(text);
    int end = line.length();
    while (line.substring(0, end).getBytes(StandardCharsets.UTF_8).length > limit) {
      end = line.offsetByCodePoints(end, -1);
    }
    return line.substring(0, end);
  }

  /**
   * Names of the secrets in a refusal because of their changes; empty: there are none, or not all
   * of them can be shown to the person who is asked about them.
   */
  static List<String> changedSecrets(String message) {
    int start = message.indexOf(SECRETS_FOLLOW);
    if (start < 0 || message.length() - start > MAX_SECRETS) {
      return List.of();
    }
    String names = message.substring(start + SECRETS_FOLLOW.length()).strip();
    List<String> all =
        Arrays.stream(names.replaceFirst("\\.$", "").split(",")).map(String::strip).toList();
    return all.stream().allMatch(name -> SECRET.matcher(name).matches()) ? all : List.of();
  }
}

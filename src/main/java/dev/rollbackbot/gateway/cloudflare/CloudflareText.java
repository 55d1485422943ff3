package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.text.Truncation;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Texts for people, and the truncation of texts from Cloudflare. */
final class CloudflareText {
  private static final int MAX_LENGTH = 200;
  private static final int SHORT_ID = 8;
  private static final String SECRETS_FOLLOW = "secrets have changed:";
  private static final int MAX_SECRETS = 1500;
  private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_$.-]{1,255}");

  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("HH:mm 'UTC on' uuuu-MM-dd", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private CloudflareText() {}

  static String clip(String text) {
    return Truncation.oneLine(text, MAX_LENGTH);
  }

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

  static String shortId(String id) {
    return id.length() <= SHORT_ID ? id : id.substring(0, SHORT_ID);
  }

  /** Such as: v43, deployed by jo@example.com at 09:30 UTC on 2026-03-01. */
  static String deploymentText(Deployment deployment) {
    return deployment.label()
        + ", deployed"
        + deployment.author().map(a -> " by " + a).orElse("")
        + deployment.at().map(at -> " at " + WHEN.format(at)).orElse("");
  }

  static String when(Instant at) {
    return WHEN.format(at);
  }

  static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}

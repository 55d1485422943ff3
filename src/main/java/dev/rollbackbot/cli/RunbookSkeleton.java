package dev.rollbackbot.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A commented runbook to start from: what is common to all, with the parts of one provider in it.
 */
final class RunbookSkeleton {
  /** Those that have parts, in the order in which people read them. */
  static final List<String> PROVIDERS =
      List.of("cloudflare", "github", "http", "kubernetes", "process");

  /** A line that begins a part, or stands where it belongs. */
  private static final Pattern MARK = Pattern.compile("(?m)^@([a-z]+)@\n");

  private RunbookSkeleton() {}

  /** Empty: there is none for that provider. */
  static Optional<String> of(String provider) {
    if (!PROVIDERS.contains(provider)) {
      return Optional.empty();
    }
    Map<String, String> parts = parts(text(provider));
    return Optional.of(
        MARK.matcher(text("runbook"))
            .replaceAll(m -> Matcher.quoteReplacement(parts.getOrDefault(m.group(1), ""))));
  }

  private static Map<String, String> parts(String text) {
    Map<String, String> parts = new LinkedHashMap<>();
    List<MatchResult> marks = MARK.matcher(text).results().toList();
    for (int i = 0; i < marks.size(); i++) {
      int end = i + 1 < marks.size() ? marks.get(i + 1).start() : text.length();
      parts.put(marks.get(i).group(1), text.substring(marks.get(i).end(), end));
    }
    return parts;
  }

  private static String text(String name) {
    try (InputStream in =
        RunbookSkeleton.class.getResourceAsStream("/skeletons/" + name + ".yaml")) {
      if (in == null) {
        throw new IllegalStateException("no skeleton " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.rollbackbot.runbook.release;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a version was built from: a commit or a tag.
 *
 * @param reference letters, digits, points, dashes and underscores
 */
public record VersionOrigin(String reference) {
  /** Of an image, what stands after the last colon. */
  private static final Pattern REFERENCE =
      Pattern.compile("(?:.*:)?([0-9A-Za-z][0-9A-Za-z._-]{0,99})");

  /** Shorter ones may stand for more than one commit. */
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{7,64}");

  /** As a provider records it; empty: it is neither. */
  public static Optional<VersionOrigin> of(String tag) {
    Matcher matcher = REFERENCE.matcher(tag);
    return matcher.matches() ? Optional.of(new VersionOrigin(matcher.group(1))) : Optional.empty();
  }

  /** Whether both are the same commit, one of them perhaps in short. */
  public boolean sameCommit(VersionOrigin other) {
    String one = reference.toLowerCase(Locale.ROOT);
    String two = other.reference.toLowerCase(Locale.ROOT);
    return COMMIT.matcher(one).matches()
        && COMMIT.matcher(two).matches()
        && (one.startsWith(two) || two.startsWith(one));
  }
}

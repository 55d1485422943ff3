package dev.rollbackbot.runbook;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The text that a runbook was read from. An incident keeps it, so that an edit of the file never
 * changes an incident that is under way.
 *
 * @param file its name, for messages
 * @param text the whole YAML, variables filled in
 * @param hash SHA-256 of the text, hexadecimal
 */
public record SourceText(String file, String text, String hash) {
  /** That text with its hash. */
  public static SourceText of(String file, String text) {
    return new SourceText(file, text, sha256(text));
  }

  /** SHA-256 of any text, hexadecimal: what a runbook, a plan and a payload are recognized by. */
  public static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}

package dev.rollbackbot.runbook;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The text of a runbook. An incident keeps it, so that an edit of the file doesn't change an open
 * incident.
 *
 * @param file its name, for messages
 * @param text the whole YAML, variables filled in
 * @param hash SHA-256 of the text, hexadecimal
 */
public record SourceText(String file, String text, String hash) {
  public static SourceText of(String file, String text) {
    return new SourceText(file, text, sha256(text));
  }

  /** Hexadecimal; identifies runbooks, plans and payloads. */
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

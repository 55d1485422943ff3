package dev.rollbackbot.gateway.github.api;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What only the bot can have written into a text that others may change: a code made of the text
 * and of its credential at GitHub, which nobody else has.
 */
final class CommitSeal {
  private static final String ALGORITHM = "HmacSHA256";

  /** Half of the code is as good as all of it. */
  private static final int LENGTH = 32;

  private static final String PURPOSE = "commit of a pull request";

  private CommitSeal() {}

  static String of(String secret, List<String> parts) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      mac.update(PURPOSE.getBytes(StandardCharsets.UTF_8));
      for (String part : parts) {
        mac.update((byte) '\n');
        mac.update(part.getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(mac.doFinal()).substring(0, LENGTH);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  static boolean equal(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}

package dev.rollbackbot.sandbox.slack.state;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The credentials of the app, new at each start.
 *
 * @param verification the deprecated token inside payloads
 */
public record Credentials(
    String botToken, String appToken, String signingSecret, String verification) {
  /** Marks secrets, so that a leak can be found. */
  private static final String SECRET_PREFIX = "sandbox-secret-";

  public static Credentials fresh(WorkspaceIds ids) {
    return new Credentials(
        "xoxb-" + SECRET_PREFIX + ids.hex(16),
        "xapp-" + SECRET_PREFIX + ids.hex(16),
        SECRET_PREFIX + ids.hex(16),
        SECRET_PREFIX + ids.hex(12));
  }

  /** The {@code X-Slack-Signature} of a body; the timestamp is in seconds. */
  public String sign(String timestamp, String body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(signingSecret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] hash = mac.doFinal(("v0:" + timestamp + ":" + body).getBytes(StandardCharsets.UTF_8));
      return "v0=" + HexFormat.of().formatHex(hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HmacSHA256", e);
    }
  }

  @Override
  public String toString() {
    return "Credentials[hidden]";
  }
}

package dev.rollbackbot.sandbox.slack.state;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the workspace gives the app when it is installed; made anew at each start.
 *
 * @param verification the deprecated token inside payloads
 */
public record Credentials(
    String botToken, String appToken, String signingSecret, String verification) {

  /** Whoever sees it anywhere knows that a secret got out. */
  private static final String MARK = "sandbox-secret-";

  public static Credentials fresh(WorkspaceIds ids) {
    return new Credentials(
        "xoxb-" + MARK + ids.hex(16),
        "xapp-" + MARK + ids.hex(16),
        MARK + ids.hex(16),
        MARK + ids.hex(12));
  }

  /** The value of {@code X-Slack-Signature} for a body sent at a time (seconds). */
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

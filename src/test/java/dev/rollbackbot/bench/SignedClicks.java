package dev.rollbackbot.bench;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signed clicks as Slack sends them, each with its own key. */
final class SignedClicks {
  static final String USER = "U0BENCH001";

  private static final AtomicLong NUMBER = new AtomicLong(System.currentTimeMillis() * 1_000);
  private static final SecretKeySpec KEY =
      new SecretKeySpec(BoltOnlyEndpoint.SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
  private static final ThreadLocal<Mac> MAC =
      ThreadLocal.withInitial(() -> {
        try {
          Mac mac = Mac.getInstance("HmacSHA256");
          mac.init(KEY);
          return mac;
        } catch (GeneralSecurityException e) {
          throw new IllegalStateException(e);
        }
      });

  private SignedClicks() {}

  /** A whole request with one click on that incident's button. */
  static byte[] request(int incident, String action) {
    long number = NUMBER.incrementAndGet();
    String body =
        "payload=" + URLEncoder.encode(payload(incident, action, number), StandardCharsets.UTF_8);
    String timestamp = Long.toString(System.currentTimeMillis() / 1_000);
    return ("POST /slack/events HTTP/1.1\r\nHost: bench\r\n"
            + "Content-Type: application/x-www-form-urlencoded\r\n"
            + "X-Slack-Request-Timestamp: "
            + timestamp
            + "\r\nX-Slack-Signature: "
            + signature(timestamp, body)
            + "\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body)
        .getBytes(StandardCharsets.US_ASCII);
  }

  static String channel(int incident) {
    return "C0BENCH%07d".formatted(incident);
  }

  private static String payload(int incident, String action, long number) {
    return """
    {"type":"block_actions","user":{"id":"%s","username":"bench","name":"bench","team_id":"T0BENCH"},\
    "api_app_id":"A0BENCH","token":"unused","container":{"type":"message","message_ts":"1764000000.000100",\
    "channel_id":"%s","is_ephemeral":false},"trigger_id":"%d.1.bench","team":{"id":"T0BENCH","domain":"bench"},\
    "enterprise":null,"is_enterprise_install":false,"channel":{"id":"%s","name":"inc"},\
    "message":{"type":"message","ts":"1764000000.000100","user":"U0BOT","text":"panel","blocks":[]},\
    "response_url":"http://127.0.0.1:9/none","actions":[{"action_id":"%s","block_id":"panel-buttons",\
    "text":{"type":"plain_text","text":"Pause","emoji":true},"value":"%d","type":"button",\
    "action_ts":"%d.%06d"}]}\
    """
        .formatted(
            USER,
            channel(incident),
            number,
            channel(incident),
            action,
            incident,
            number / 1_000_000,
            number % 1_000_000);
  }

  private static String signature(String timestamp, String body) {
    Mac mac = MAC.get();
    byte[] all = ("v0:" + timestamp + ":" + body).getBytes(StandardCharsets.US_ASCII);
    return "v0=" + HexFormat.of().formatHex(mac.doFinal(all));
  }
}

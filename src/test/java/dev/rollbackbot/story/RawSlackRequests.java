package dev.rollbackbot.story;

import dev.rollbackbot.SandboxFixture;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Requests to the bot's HTTP endpoint, valid and invalid. */
final class RawSlackRequests {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final URI bot;
  private final String secret;

  RawSlackRequests(URI bot, String secret) {
    this.bot = bot;
    this.secret = secret;
  }

  record BotResponse(int status, String body) {}

  BotResponse send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new BotResponse(response.statusCode(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static RawSlackRequests to(SandboxFixture fixture) {
    return new RawSlackRequests(fixture.bot(), fixture.sandbox().signingSecret());
  }

  BotResponse get(String path) {
    return send(path(path).GET());
  }

  HttpRequest.Builder path(String path) {
    return HttpRequest.newBuilder(bot.resolve(path));
  }

  /** A payload without a signature. */
  HttpRequest.Builder unsigned(String body) {
    return path("/slack/events")
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  /** A payload with Slack's signature of that time. */
  HttpRequest.Builder signed(String body, Instant at) {
    String timestamp = Long.toString(at.getEpochSecond());
    return unsigned(body)
        .header("X-Slack-Request-Timestamp", timestamp)
        .header("X-Slack-Signature", signature(timestamp, body));
  }

  String signature(String timestamp, String body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] all = ("v0:" + timestamp + ":" + body).getBytes(StandardCharsets.UTF_8);
      return "v0=" + HexFormat.of().formatHex(mac.doFinal(all));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Posts a body with a valid signature. */
  BotResponse posts(String body) {
    return send(signed(body, Instant.now()));
  }

  /** The body of a slash command. */
  static String slash(String user, String channel, String text) {
    Map<String, String> all = new TreeMap<>();
    all.put("team_id", "T0SANDBOX");
    all.put("channel_id", channel);
    all.put("channel_name", "somewhere");
    all.put("user_id", user);
    all.put("user_name", "somebody");
    all.put("command", "/rollback");
    all.put("text", text);
    all.put("trigger_id", "raw." + NUMBER.incrementAndGet());
    StringBuilder body = new StringBuilder();
    all.forEach((k, v) -> body.append(body.isEmpty() ? "" : "&").append(k + "=" + encoded(v)));
    return body.toString();
  }

  /** The body of an interaction. */
  static String interaction(JsonObject payload) {
    return "payload=" + encoded(payload.toString());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** The body of a click on a button. */
  static String click(String user, String channel, String action, String value) {
    JsonObject pressed =
        Json.createObjectBuilder()
            .add("type", "button")
            .add("action_id", action)
            .add("block_id", "panel")
            .add("value", value)
            .add("action_ts", "1." + NUMBER.incrementAndGet())
            .build();
    return interaction(
        from("block_actions", user)
            .add("trigger_id", "raw." + NUMBER.incrementAndGet())
            .add(
                "container",
                Json.createObjectBuilder()
                    .add("type", "message")
                    .add("message_ts", "1.1")
                    .add("channel_id", channel))
            .add("channel", Json.createObjectBuilder().add("id", channel).add("name", "x"))
            .add("actions", Json.createArrayBuilder().add(pressed))
            .build());
  }

  /** The body of a submitted modal. */
  static String submission(String user, String callback, String metadata, JsonValue values) {
    return interaction(
        from("view_submission", user)
            .add(
                "view",
                Json.createObjectBuilder()
                    .add("id", "VRAW" + NUMBER.incrementAndGet())
                    .add("type", "modal")
                    .add("callback_id", callback)
                    .add("private_metadata", metadata)
                    .add("hash", "1.x")
                    .add("blocks", Json.createArrayBuilder())
                    .add("state", Json.createObjectBuilder().add("values", values)))
            .build());
  }

  private static JsonObjectBuilder from(String type, String user) {
    return Json.createObjectBuilder()
        .add("type", type)
        .add("user", Json.createObjectBuilder().add("id", user).add("username", "somebody"))
        .add("team", Json.createObjectBuilder().add("id", "T0SANDBOX").add("domain", "sandbox"));
  }
}

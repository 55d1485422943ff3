package dev.rollbackbot.slack.inbound.socket;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.rollbackbot.app.Readiness.ReadinessProblem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether clicks can reach the bot in Socket Mode, and since when they can't. */
final class SocketModeHealth {
  /** Slack opens no more for one app. */
  private static final int MAX_CONNECTIONS = 10;

  /** A connection that has held so long shows that an earlier refusal is over. */
  private static final Duration HOLDS = Duration.ofSeconds(60);

  /** Why Slack closes a connection and would close the next one too. */
  private static final Map<String, String> REFUSAL_TEXTS =
      Map.of(
          "link_disabled",
          "Socket Mode is switched off in the Slack app's settings (link_disabled): switch it on",
          "too_many_websockets",
          "too many connections of this Slack app are open (too_many_websockets): stop other bots"
              + " that use this SLACK_APP_TOKEN");

  private static final List<String> TOKEN_CODES =
      List.of(
          "invalid_auth",
          "token_revoked",
          "account_inactive",
          "not_allowed_token_type",
          "not_authed",
          "missing_scope");

  private final InstantSource clock;
  private Optional<Instant> lostAt;
  private String why = "no connection was opened yet";
  private Optional<Refusal> refusal = Optional.empty();
  private int connections = 1;

  private record Refusal(String text, Instant first, Instant last) {}

  SocketModeHealth(InstantSource clock) {
    this.clock = clock;
    this.lostAt = Optional.of(clock.instant());
  }

  synchronized void connected() {
    lostAt = Optional.empty();
  }

  synchronized void lost(String reason) {
    lostAt = lostAt.or(() -> Optional.of(clock.instant()));
    why = reason;
  }

  /** Looks at Slack's own messages about the connection. */
  synchronized void received(String message) {
    if (!message.contains("\"hello\"") && !message.contains("\"disconnect\"")) {
      return;
    }
    try {
      JsonObject json = JsonParser.parseString(message).getAsJsonObject();
      String type = json.has("type") ? json.get("type").getAsString() : "";
      if (type.equals("hello") && json.has("num_connections")) {
        connections = json.get("num_connections").getAsInt();
      } else if (type.equals("disconnect") && json.has("reason")) {
        Optional.ofNullable(REFUSAL_TEXTS.get(json.get("reason").getAsString()))
            .ifPresent(this::refused);
      }
    } catch (JsonParseException | IllegalStateException | UnsupportedOperationException e) {
      // Not one of Slack's messages about the connection.
      return;
    }
  }

  private void refused(String text) {
    Instant now = clock.instant();
    refusal = Optional.of(new Refusal(text, refusal.map(Refusal::first).orElse(now), now));
  }

  synchronized Optional<ReadinessProblem> problem() {
    if (refusal.isPresent()) {
      boolean over =
          lostAt.isEmpty() && !clock.instant().isBefore(refusal.get().last().plus(HOLDS));
      if (!over) {
        return Optional.of(lasting(refusal.get().text(), Optional.of(refusal.get().first())));
      }
      refusal = Optional.empty();
    }
    if (lostAt.isPresent()) {
      boolean token = TOKEN_CODES.stream().anyMatch(why::contains);
      return Optional.of(
          token
              ? lasting("Slack refuses SLACK_APP_TOKEN: " + why, lostAt)
              : new ReadinessProblem("no live connection to Slack: " + why, false, lostAt));
    }
    return connections >= MAX_CONNECTIONS
        ? Optional.of(
            lasting(
                connections + " connections of this Slack app are open, the most that Slack allows",
                Optional.empty()))
        : Optional.empty();
  }

  private static ReadinessProblem lasting(String text, Optional<Instant> since) {
    return new ReadinessProblem(text, true, since);
  }
}

package dev.rollbackbot.alert.source.cloudflare;

import dev.rollbackbot.alert.Alert;
import dev.rollbackbot.alert.AlertStatus;
import dev.rollbackbot.alert.source.AcceptedSecrets;
import dev.rollbackbot.alert.source.AlertContent;
import dev.rollbackbot.alert.source.AlertContent.DeliveredAlerts;
import dev.rollbackbot.alert.source.AlertContent.NoAlertReason;
import dev.rollbackbot.alert.source.AlertContent.NothingToDo;
import dev.rollbackbot.alert.source.AlertContent.UnreadableAlert;
import dev.rollbackbot.alert.source.AlertFields;
import dev.rollbackbot.alert.source.AlertRequest;
import dev.rollbackbot.alert.source.AlertSource;
import dev.rollbackbot.gateway.BoundedJson;
import dev.rollbackbot.secret.Secret;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Cloudflare's notifications: a secret in a header. Where a notification does not say that it
 * begins or ends, it is a single moment, and counts for an hour.
 */
public final class CloudflareSource implements AlertSource {
  private static final String HEADER = "cf-webhook-auth";
  private static final Duration COUNTS = Duration.ofHours(1);

  private final AcceptedSecrets secrets;
  private final int maxDepth;

  /** {@code maxDepth}: of nested JSON. */
  public CloudflareSource(Secret secret, int maxDepth) {
    this.secrets = new AcceptedSecrets(secret);
    this.maxDepth = maxDepth;
  }

  @Override
  public boolean isAuthentic(AlertRequest request) {
    return secrets.inHeader(request, HEADER);
  }

  @Override
  public AlertContent read(AlertRequest request) {
    return AlertFields.object(request, maxDepth)
        .map(CloudflareSource::notification)
        .orElseGet(() -> new UnreadableAlert("The body is no JSON object."));
  }

  private static AlertContent notification(JsonObject body) {
    if (BoundedJson.text(body, "alert_type").isEmpty()) {
      return new NothingToDo(NoAlertReason.TEST);
    }
    long seconds = (long) BoundedJson.number(body, "ts").orElse(0);
    Optional<Instant> sent =
        Optional.of(seconds)
            .filter(s -> s > 0 && s < 32_000_000_000L)
            .map(Instant::ofEpochSecond)
            .filter(AlertFields::isUsable);
    Optional<String> id =
        BoundedJson.text(body, "alert_correlation_id")
            .or(() -> BoundedJson.text(body, "policy_id"));
    if (sent.isEmpty() || id.isEmpty()) {
      return new UnreadableAlert("The notification has no ts, or no id.");
    }
    String kind = BoundedJson.text(body, "alert_event").orElse("");
    JsonObject data = BoundedJson.object(body, "data").orElse(JsonValue.EMPTY_JSON_OBJECT);
    boolean ended = kind.equals("ALERT_STATE_EVENT_END");
    boolean begun = kind.equals("ALERT_STATE_EVENT_START");
    Alert alert =
        new Alert(
            Alert.fingerprint(id.get()),
            ended ? AlertStatus.RESOLVED : AlertStatus.FIRING,
            AlertFields.title(title(body, data)),
            labels(body, data),
            BoundedJson.object(data, "episode")
                .flatMap(episode -> AlertFields.time(episode, "first_fired"))
                .orElse(sent.get()),
            ended || begun ? Optional.empty() : Optional.of(sent.get().plus(COUNTS)),
            sent);
    String key = id.get() + " " + kind + " " + seconds;
    return new DeliveredAlerts(List.of(alert), Optional.of(Alert.fingerprint(key)), 0, 0);
  }

  private static String title(JsonObject body, JsonObject data) {
    String name =
        BoundedJson.text(body, "policy_name")
            .or(() -> BoundedJson.text(body, "name"))
            .orElse("Cloudflare");
    return BoundedJson.object(data, "episode")
        .flatMap(episode -> BoundedJson.text(episode, "summary"))
        .map(summary -> name + ": " + summary)
        .orElse(name);
  }

  private static Map<String, String> labels(JsonObject body, JsonObject data) {
    Map<String, String> labels = new LinkedHashMap<>();
    for (String name : List.of("alert_type", "policy_id", "policy_name", "name")) {
      BoundedJson.text(body, name).ifPresent(v -> AlertFields.addLabel(labels, name, v));
    }
    BoundedJson.object(data, "config")
        .flatMap(config -> BoundedJson.text(config, "name"))
        .ifPresent(v -> AlertFields.addLabel(labels, "config", v));
    AlertFields.labels(data)
        .forEach((name, value) -> {
          if (!labels.containsKey(name)) {
            AlertFields.addLabel(labels, name, value);
          }
        });
    return labels;
  }
}

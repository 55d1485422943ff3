package dev.rollbackbot.alert.source.sentry;

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
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sentry: its body is signed. An issue alert is one event and never ends, so it counts for an hour;
 * a metric alert ends.
 */
public final class SentrySource implements AlertSource {
  private static final String SIGNATURE = "Sentry-Hook-Signature";
  private static final String RESOURCE = "Sentry-Hook-Resource";
  private static final Duration COUNTS = Duration.ofHours(1);

  private final AcceptedSecrets secrets;
  private final int maxDepth;

  /**
   * From the settings of the integration.
   *
   * @param secret the client secret
   * @param maxDepth of nested JSON
   */
  public SentrySource(Secret secret, int maxDepth) {
    this.secrets = new AcceptedSecrets(secret);
    this.maxDepth = maxDepth;
  }

  @Override
  public boolean isAuthentic(AlertRequest request) {
    return secrets.sign(request, request.header(SIGNATURE).stream().toList());
  }

  @Override
  public AlertContent read(AlertRequest request) {
    Optional<JsonObject> body = AlertFields.object(request, maxDepth);
    if (body.isEmpty()) {
      return new UnreadableAlert("The body is no JSON object.");
    }
    JsonObject data = BoundedJson.object(body.get(), "data").orElse(JsonValue.EMPTY_JSON_OBJECT);
    return switch (request.header(RESOURCE).orElse("")) {
      case "event_alert" -> issue(data);
      case "metric_alert" -> metric(data, BoundedJson.text(body.get(), "action").orElse(""));
      default -> new NothingToDo(NoAlertReason.OTHER_KIND);
    };
  }

  private static AlertContent issue(JsonObject data) {
    JsonObject event = BoundedJson.object(data, "event").orElse(JsonValue.EMPTY_JSON_OBJECT);
    Optional<String> id = BoundedJson.text(event, "event_id");
    Optional<Instant> sent = AlertFields.time(event, "datetime");
    if (id.isEmpty() || sent.isEmpty()) {
      return new UnreadableAlert("The event has no event_id or no datetime.");
    }
    String rule = BoundedJson.text(data, "triggered_rule").orElse("");
    Map<String, String> labels = new LinkedHashMap<>();
    AlertFields.addLabel(labels, "rule", rule);
    AlertFields.labels(event)
        .forEach((name, value) -> {
          if (List.of("environment", "release", "level", "project", "platform").contains(name)) {
            AlertFields.addLabel(labels, name, value);
          }
        });
    tags(event)
        .forEach((name, value) -> {
          if (!labels.containsKey(name)) {
            AlertFields.addLabel(labels, name, value);
          }
        });
    String issue = BoundedJson.text(event, "issue_id").orElse(id.get());
    Alert alert =
        new Alert(
            Alert.fingerprint("issue " + issue + " " + rule),
            AlertStatus.FIRING,
            AlertFields.title(rule + ": " + BoundedJson.text(event, "title").orElse("error")),
            labels,
            sent.get(),
            Optional.of(sent.get().plus(COUNTS)),
            sent);
    return new DeliveredAlerts(
        List.of(alert), Optional.of(Alert.fingerprint(id.get() + " " + rule)), 0, 0);
  }

  private static Map<String, String> tags(JsonObject event) {
    Map<String, String> tags = new LinkedHashMap<>();
    if (event.get("tags") instanceof JsonArray all) {
      for (JsonValue tag : all) {
        if (tag instanceof JsonArray pair
            && pair.size() == 2
            && pair.get(0) instanceof JsonString name
            && pair.get(1) instanceof JsonString value) {
          tags.put(name.getString(), value.getString());
        }
      }
    }
    return tags;
  }

  private static AlertContent metric(JsonObject data, String action) {
    Optional<AlertStatus> status =
        switch (action) {
          case "critical" -> Optional.of(AlertStatus.FIRING);
          case "resolved" -> Optional.of(AlertStatus.RESOLVED);
          // A warning is below what fires.
          default -> Optional.empty();
        };
    if (status.isEmpty()) {
      return new NothingToDo(NoAlertReason.OTHER_KIND);
    }
    JsonObject metric =
        BoundedJson.object(data, "metric_alert").orElse(JsonValue.EMPTY_JSON_OBJECT);
    Optional<String> id = BoundedJson.text(metric, "id");
    Optional<Instant> starts = AlertFields.time(metric, "date_started");
    if (id.isEmpty() || starts.isEmpty()) {
      return new UnreadableAlert("The metric alert has no id or no date_started.");
    }
    JsonObject rule = BoundedJson.object(metric, "alert_rule").orElse(JsonValue.EMPTY_JSON_OBJECT);
    Map<String, String> labels = new LinkedHashMap<>();
    BoundedJson.text(rule, "name").ifPresent(v -> AlertFields.addLabel(labels, "rule", v));
    BoundedJson.text(rule, "environment")
        .ifPresent(v -> AlertFields.addLabel(labels, "environment", v));
    if (metric.get("projects") instanceof JsonArray projects
        && projects.size() == 1
        && projects.getFirst() instanceof JsonString project) {
      AlertFields.addLabel(labels, "project", project.getString());
    }
    Optional<Instant> ends = AlertFields.time(metric, "date_closed");
    String title =
        BoundedJson.text(data, "description_title")
            .or(() -> BoundedJson.text(metric, "title"))
            .orElse("metric alert");
    Alert alert =
        new Alert(
            Alert.fingerprint("metric " + id.get()),
            status.get(),
            AlertFields.title(title),
            labels,
            starts.get(),
            status.get() == AlertStatus.RESOLVED ? ends : Optional.empty(),
            Optional.empty());
    return new DeliveredAlerts(List.of(alert), Optional.empty(), 0, 0);
  }
}

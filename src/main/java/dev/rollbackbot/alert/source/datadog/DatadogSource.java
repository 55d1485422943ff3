package dev.rollbackbot.alert.source.datadog;

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
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Datadog: it signs nothing, so its webhook sends a secret in a header. Its body is the template of
 * {@code docs/alerts.md}, in which every value is a text.
 */
public final class DatadogSource implements AlertSource {
  private static final String HEADER = "X-Rollback-Bot-Token";
  private static final Pattern COMMA = Pattern.compile(",");
  private static final Pattern MILLIS = Pattern.compile("[0-9]{10,14}");

  private final AcceptedSecrets secrets;
  private final int maxDepth;

  /** {@code maxDepth}: of nested JSON. */
  public DatadogSource(Secret token, int maxDepth) {
    this.secrets = new AcceptedSecrets(token);
    this.maxDepth = maxDepth;
  }

  @Override
  public boolean isAuthentic(AlertRequest request) {
    return secrets.inHeader(request, HEADER);
  }

  @Override
  public AlertContent read(AlertRequest request) {
    return AlertFields.object(request, maxDepth)
        .map(DatadogSource::event)
        .orElseGet(() ->
            new UnreadableAlert("The body is no JSON object: a value may hold a quotation mark."));
  }

  private static AlertContent event(JsonObject event) {
    Optional<String> monitor = BoundedJson.text(event, "alert_id");
    Optional<Instant> sent =
        BoundedJson.text(event, "date")
            .filter(text -> MILLIS.matcher(text).matches())
            .map(text -> Instant.ofEpochMilli(Long.parseLong(text)))
            .filter(AlertFields::isUsable);
    Optional<String> transition = BoundedJson.text(event, "transition");
    if (monitor.isEmpty() || sent.isEmpty() || transition.isEmpty()) {
      return new UnreadableAlert(
          "The body is not of the template: alert_id, transition or date in milliseconds is"
              + " missing.");
    }
    String title = BoundedJson.text(event, "title").orElse("Datadog monitor");
    if (title.contains("[TEST]")) {
      return new NothingToDo(NoAlertReason.TEST);
    }
    Optional<AlertStatus> status = status(transition.get());
    if (status.isEmpty()) {
      return new NothingToDo(NoAlertReason.OTHER_KIND);
    }
    String scope = BoundedJson.text(event, "scope").orElse("");
    String period =
        BoundedJson.text(event, "cycle_key").orElseGet(() -> monitor.get() + "/" + scope);
    Alert alert =
        new Alert(
            Alert.fingerprint(period),
            status.get(),
            AlertFields.title(title),
            labels(event, scope),
            sent.get(),
            Optional.empty(),
            sent);
    return new DeliveredAlerts(
        List.of(alert), BoundedJson.text(event, "id").map(Alert::fingerprint), 0, 0);
  }

  /** Empty: it neither fires nor ends; such as a warning, which is below what fires. */
  private static Optional<AlertStatus> status(String transition) {
    return switch (transition) {
      case "Triggered", "Re-Triggered", "Renotify" -> Optional.of(AlertStatus.FIRING);
      case "Recovered" -> Optional.of(AlertStatus.RESOLVED);
      case "No Data", "Re-No Data" -> Optional.of(AlertStatus.NO_DATA);
      default -> Optional.empty();
    };
  }

  private static Map<String, String> labels(JsonObject event, String scope) {
    Map<String, String> labels = new LinkedHashMap<>();
    for (String name : List.of("alert_id", "type", "priority")) {
      BoundedJson.text(event, name).ifPresent(v -> AlertFields.addLabel(labels, name, v));
    }
    COMMA
        .splitAsStream(scope + "," + BoundedJson.text(event, "tags").orElse(""))
        .map(String::strip)
        .filter(tag -> tag.indexOf(':') > 0)
        .forEach(tag -> {
          String name = tag.substring(0, tag.indexOf(':'));
          if (!labels.containsKey(name)) {
            AlertFields.addLabel(labels, name, tag.substring(tag.indexOf(':') + 1));
          }
        });
    return labels;
  }
}

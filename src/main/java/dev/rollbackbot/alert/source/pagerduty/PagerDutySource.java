package dev.rollbackbot.alert.source.pagerduty;

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
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * PagerDuty: signed with one or more secrets. Its ids of events are inside of what is signed, so
 * the same event is recognised when somebody sends it again.
 */
public final class PagerDutySource implements AlertSource {
  private static final String SIGNATURE = "X-PagerDuty-Signature";
  private static final String VERSION = "v1=";
  private static final Pattern COMMA = Pattern.compile(",");

  /** Titles tell nothing: other systems number their incidents like that too. */
  private static final Pattern OWN_KEY = Pattern.compile("^rollback-bot:INC-[0-9]+\\b");

  private final AcceptedSecrets secrets;
  private final int maxDepth;

  /** {@code maxDepth}: of nested JSON. */
  public PagerDutySource(Secret secret, int maxDepth) {
    this.secrets = new AcceptedSecrets(secret);
    this.maxDepth = maxDepth;
  }

  @Override
  public boolean isAuthentic(AlertRequest request) {
    List<String> signatures =
        COMMA
            .splitAsStream(request.header(SIGNATURE).orElse(""))
            .map(String::strip)
            .filter(s -> s.startsWith(VERSION))
            .map(s -> s.substring(VERSION.length()))
            .limit(8)
            .toList();
    return secrets.sign(request, signatures);
  }

  @Override
  public AlertContent read(AlertRequest request) {
    return AlertFields.object(request, maxDepth)
        .flatMap(body -> BoundedJson.object(body, "event"))
        .map(PagerDutySource::event)
        .orElseGet(() -> new UnreadableAlert("The body has no event of version 3."));
  }

  private static AlertContent event(JsonObject event) {
    String type = BoundedJson.text(event, "event_type").orElse("");
    return switch (type) {
      case "incident.triggered", "incident.reopened" -> incident(event, AlertStatus.FIRING);
      case "incident.resolved" -> incident(event, AlertStatus.RESOLVED);
      case "pagey.ping" -> new NothingToDo(NoAlertReason.TEST);
      case "" -> new UnreadableAlert("The event has no event_type.");
      default -> new NothingToDo(NoAlertReason.OTHER_KIND);
    };
  }

  private static AlertContent incident(JsonObject event, AlertStatus status) {
    JsonObject incident = BoundedJson.object(event, "data").orElse(JsonValue.EMPTY_JSON_OBJECT);
    Optional<String> id = BoundedJson.text(incident, "id");
    Optional<Instant> sent = AlertFields.time(event, "occurred_at");
    if (id.isEmpty() || sent.isEmpty()) {
      return new UnreadableAlert("The incident has no id, or the event no occurred_at.");
    }
    String title = BoundedJson.text(incident, "title").orElse("PagerDuty incident");
    if (isOwn(incident)) {
      return new NothingToDo(NoAlertReason.OWN_PAGE);
    }
    if (status == AlertStatus.RESOLVED && isMerged(incident)) {
      return new NothingToDo(NoAlertReason.MERGED);
    }
    Alert alert =
        new Alert(
            Alert.fingerprint(id.get()),
            status,
            AlertFields.title(title),
            labels(incident),
            AlertFields.time(incident, "created_at").orElse(sent.get()),
            Optional.empty(),
            sent);
    return new DeliveredAlerts(
        List.of(alert), BoundedJson.text(event, "id").map(Alert::fingerprint), 0, 0);
  }

  private static boolean isOwn(JsonObject incident) {
    return BoundedJson.text(incident, "incident_key")
        .filter(key -> OWN_KEY.matcher(key).find())
        .isPresent();
  }

  private static boolean isMerged(JsonObject incident) {
    return BoundedJson.object(incident, "resolve_reason")
        .flatMap(reason -> BoundedJson.text(reason, "type"))
        .equals(Optional.of("merge_resolve_reason"));
  }

  private static Map<String, String> labels(JsonObject incident) {
    Map<String, String> labels = new LinkedHashMap<>();
    BoundedJson.object(incident, "service")
        .ifPresent(service -> {
          BoundedJson.text(service, "id")
              .ifPresent(v -> AlertFields.addLabel(labels, "service", v));
          BoundedJson.text(service, "summary")
              .ifPresent(v -> AlertFields.addLabel(labels, "service_name", v));
        });
    BoundedJson.object(incident, "priority")
        .flatMap(priority -> BoundedJson.text(priority, "summary"))
        .ifPresent(v -> AlertFields.addLabel(labels, "priority", v));
    for (String name : List.of("urgency", "incident_key", "title")) {
      BoundedJson.text(incident, name).ifPresent(v -> AlertFields.addLabel(labels, name, v));
    }
    return labels;
  }
}

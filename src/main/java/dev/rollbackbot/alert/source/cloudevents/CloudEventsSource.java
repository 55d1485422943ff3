package dev.rollbackbot.alert.source.cloudevents;

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
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * CloudEvents in all three modes of HTTP, with a bearer token. What an event means is said by the
 * end of its type: {@code ….firing} or {@code ….resolved}.
 */
public final class CloudEventsSource implements AlertSource {
  private static final String STRUCTURED = "application/cloudevents+json";
  private static final String BATCH = "application/cloudevents-batch+json";
  private static final List<String> ATTRIBUTES =
      List.of("specversion", "id", "source", "type", "subject", "time");
  private static final int MOST_EVENTS = 2_000;

  private final AcceptedSecrets secrets;
  private final Set<String> origins;
  private final int maxDepth;
  private final InstantSource clock;

  /**
   * From the settings.
   *
   * @param origins senders that may ask whether they may send
   * @param maxDepth of nested JSON
   */
  public CloudEventsSource(Secret token, Set<String> origins, int maxDepth, InstantSource clock) {
    this.secrets = new AcceptedSecrets(token);
    this.origins = Set.copyOf(origins);
    this.maxDepth = maxDepth;
    this.clock = clock;
  }

  @Override
  public boolean isAuthentic(AlertRequest request) {
    return secrets.asBearer(request);
  }

  /** It is asked before anything is sent, without a credential. */
  @Override
  public Optional<String> allowedOrigin(AlertRequest request) {
    return request.header("WebHook-Request-Origin").filter(origins::contains);
  }

  @Override
  public AlertContent read(AlertRequest request) {
    String type = request.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    if (type.startsWith(BATCH)) {
      return AlertFields.objects(request, maxDepth)
          .map(this::events)
          .orElseGet(() -> new UnreadableAlert("The body is no list of events."));
    }
    Optional<JsonObject> body = AlertFields.object(request, maxDepth);
    if (type.startsWith(STRUCTURED)) {
      return body.map(event -> events(List.of(event)))
          .orElseGet(() -> new UnreadableAlert("The body is no event."));
    }
    return body.map(data -> events(List.of(binary(request, data))))
        .orElseGet(() -> new UnreadableAlert("The data of the event is no JSON object."));
  }

  private static JsonObject binary(AlertRequest request, JsonObject data) {
    var event = Json.createObjectBuilder();
    for (String name : ATTRIBUTES) {
      request.header("ce-" + name).ifPresent(value -> event.add(name, value));
    }
    return event.add("data", data).build();
  }

  private AlertContent events(List<JsonObject> events) {
    List<Alert> alerts = new ArrayList<>();
    for (JsonObject event : events.stream().limit(MOST_EVENTS).toList()) {
      if (!BoundedJson.text(event, "specversion").equals(Optional.of("1.0"))
          || BoundedJson.text(event, "id").isEmpty()
          || BoundedJson.text(event, "source").isEmpty()
          || BoundedJson.text(event, "type").isEmpty()) {
        return new UnreadableAlert("An event has no id, source or type, or is not of version 1.0.");
      }
      alert(event).ifPresent(alerts::add);
    }
    if (alerts.isEmpty()) {
      return new NothingToDo(NoAlertReason.OTHER_KIND);
    }
    Optional<String> key =
        events.size() == 1
            ? BoundedJson.text(events.getFirst(), "source")
                .flatMap(source ->
                    BoundedJson.text(events.getFirst(), "id")
                        .map(id -> Alert.fingerprint(source + " " + id)))
            : Optional.empty();
    return new DeliveredAlerts(alerts, key, 0, Math.max(0, events.size() - MOST_EVENTS));
  }

  /** Empty: it neither fires nor ends anything. */
  private Optional<Alert> alert(JsonObject event) {
    String type = BoundedJson.text(event, "type").orElse("");
    String word = type.substring(type.lastIndexOf('.') + 1);
    AlertStatus status;
    if (word.equals("firing")) {
      status = AlertStatus.FIRING;
    } else if (word.equals("resolved")) {
      status = AlertStatus.RESOLVED;
    } else {
      return Optional.empty();
    }
    String rule = type.substring(0, Math.max(0, type.lastIndexOf('.')));
    String source = BoundedJson.text(event, "source").orElse("");
    String subject = BoundedJson.text(event, "subject").orElse("");
    Optional<Instant> sent = AlertFields.time(event, "time");
    Map<String, String> labels = new LinkedHashMap<>();
    AlertFields.addLabel(labels, "type", rule);
    AlertFields.addLabel(labels, "source", source);
    AlertFields.addLabel(labels, "subject", subject);
    BoundedJson.object(event, "data")
        .map(AlertFields::labels)
        .orElse(Map.of())
        .forEach((name, value) -> {
          if (!labels.containsKey(name)) {
            AlertFields.addLabel(labels, name, value);
          }
        });
    Instant starts = sent.orElseGet(clock::instant);
    return Optional.of(
        new Alert(
            Alert.fingerprint(source + " " + subject + " " + rule),
            status,
            AlertFields.title(subject.isEmpty() ? rule : subject + ": " + rule),
            labels,
            starts,
            status == AlertStatus.RESOLVED ? Optional.of(starts) : Optional.empty(),
            sent));
  }
}

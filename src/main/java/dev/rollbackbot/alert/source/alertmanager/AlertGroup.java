package dev.rollbackbot.alert.source.alertmanager;

import dev.rollbackbot.alert.Alert;
import dev.rollbackbot.alert.AlertStatus;
import dev.rollbackbot.alert.source.AlertContent;
import dev.rollbackbot.alert.source.AlertContent.DeliveredAlerts;
import dev.rollbackbot.alert.source.AlertContent.NoAlertReason;
import dev.rollbackbot.alert.source.AlertContent.NothingToDo;
import dev.rollbackbot.alert.source.AlertContent.UnreadableAlert;
import dev.rollbackbot.alert.source.AlertFields;
import dev.rollbackbot.gateway.BoundedJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A group of alerts in the shape of Alertmanager, which Grafana uses too.
 *
 * <p>Each alert of the group is read by itself: the group's own status is firing as long as one of
 * them fires. That an alert is missing in it means nothing.
 */
public final class AlertGroup {
  private static final int MOST_ALERTS = 2_000;
  private static final String NAME = "alertname";

  private final String version;
  private final Predicate<Map<String, String>> isTest;
  private final Predicate<Map<String, String>> isNoData;

  /**
   * What its messages have in common.
   *
   * @param version of the shape, as the messages state it
   * @param isTest by labels: whether an alert is a test
   * @param isNoData by labels: whether a firing alert says that something can't be measured
   */
  public AlertGroup(
      String version,
      Predicate<Map<String, String>> isTest,
      Predicate<Map<String, String>> isNoData) {
    this.version = version;
    this.isTest = isTest;
    this.isNoData = isNoData;
  }

  /** Reads a message. */
  public AlertContent read(JsonObject message) {
    if (!BoundedJson.text(message, "version").equals(Optional.of(version))) {
      return new UnreadableAlert(
          "The body is no message of version \""
              + version
              + "\": send the usual body, not one of a template.");
    }
    Optional<List<JsonObject>> entries = BoundedJson.objects(message, "alerts");
    if (entries.isEmpty()) {
      return new UnreadableAlert("The message has no list of alerts.");
    }
    List<Alert> alerts = new ArrayList<>();
    int tests = 0;
    for (JsonObject entry : entries.get().stream().limit(MOST_ALERTS).toList()) {
      Map<String, String> labels =
          BoundedJson.object(entry, "labels").map(AlertFields::labels).orElse(Map.of());
      Optional<AlertStatus> status = status(entry, labels);
      Optional<Instant> starts = AlertFields.time(entry, "startsAt");
      if (status.isEmpty() || starts.isEmpty() || labels.isEmpty()) {
        return new UnreadableAlert(
            "An alert has no labels, no startsAt, or a status other than firing and resolved.");
      }
      if (isTest.test(labels)) {
        tests++;
      } else {
        alerts.add(alert(entry, labels, status.get(), starts.get()));
      }
    }
    int omitted = Math.max(0, (int) BoundedJson.number(message, "truncatedAlerts").orElse(0));
    int leftOut = omitted + Math.max(0, entries.get().size() - MOST_ALERTS);
    return alerts.isEmpty() && tests > 0
        ? new NothingToDo(NoAlertReason.TEST)
        : new DeliveredAlerts(alerts, Optional.empty(), tests, leftOut);
  }

  private Optional<AlertStatus> status(JsonObject entry, Map<String, String> labels) {
    return BoundedJson.text(entry, "status")
        .flatMap(status ->
            switch (status) {
              case "firing" ->
                  Optional.of(isNoData.test(labels) ? AlertStatus.NO_DATA : AlertStatus.FIRING);
              case "resolved" -> Optional.of(AlertStatus.RESOLVED);
              default -> Optional.empty();
            });
  }

  private static Alert alert(
      JsonObject entry, Map<String, String> labels, AlertStatus status, Instant starts) {
    JsonObject annotations =
        BoundedJson.object(entry, "annotations").orElse(JsonValue.EMPTY_JSON_OBJECT);
    String name = labels.getOrDefault(NAME, "alert");
    String title = BoundedJson.text(annotations, "summary").map(s -> name + ": " + s).orElse(name);
    // Old senders have none; it is made of all labels, as theirs is.
    String fingerprint =
        BoundedJson.text(entry, "fingerprint").orElseGet(() -> new TreeMap<>(labels).toString());
    return new Alert(
        Alert.fingerprint(fingerprint),
        status,
        AlertFields.title(title),
        labels,
        starts,
        status == AlertStatus.RESOLVED ? AlertFields.time(entry, "endsAt") : Optional.empty(),
        Optional.empty());
  }
}

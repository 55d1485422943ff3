package dev.rollbackbot.alert.source.describedjson;

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
import dev.rollbackbot.secret.Secret;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonPointer;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Any sender of JSON with a bearer token: where in its body what is found is said by settings. */
public final class DescribedJsonSource implements AlertSource {
  private final AcceptedSecrets secrets;
  private final AlertPointers pointers;
  private final int maxDepth;
  private final InstantSource clock;

  /** {@code maxDepth}: of nested JSON. */
  public DescribedJsonSource(
      Secret token, AlertPointers pointers, int maxDepth, InstantSource clock) {
    this.secrets = new AcceptedSecrets(token);
    this.pointers = pointers;
    this.maxDepth = maxDepth;
    this.clock = clock;
  }

  @Override
  public boolean isAuthentic(AlertRequest request) {
    return secrets.asBearer(request);
  }

  @Override
  public AlertContent read(AlertRequest request) {
    return AlertFields.object(request, maxDepth)
        .map(this::described)
        .orElseGet(() -> new UnreadableAlert("The body is no JSON object."));
  }

  private AlertContent described(JsonObject body) {
    Optional<String> id = plain(body, pointers.id());
    Optional<String> word = plain(body, pointers.status());
    if (id.isEmpty() || word.isEmpty()) {
      return new UnreadableAlert("The body has no id or no status where the settings say.");
    }
    Optional<AlertStatus> status = status(word.get());
    if (status.isEmpty()) {
      return new NothingToDo(NoAlertReason.OTHER_KIND);
    }
    Optional<Instant> sent = plain(body, pointers.time()).flatMap(AlertFields::time);
    Map<String, String> labels =
        value(body, pointers.labels())
            .filter(JsonObject.class::isInstance)
            .map(found -> AlertFields.labels(found.asJsonObject()))
            .orElse(Map.of());
    Alert alert =
        new Alert(
            Alert.fingerprint(id.get()),
            status.get(),
            AlertFields.title(plain(body, pointers.title()).orElse(id.get())),
            labels,
            sent.orElseGet(clock::instant),
            // Without a time of its own it is about now.
            status.get() == AlertStatus.RESOLVED
                ? Optional.of(sent.orElseGet(clock::instant))
                : Optional.empty(),
            sent);
    return new DeliveredAlerts(List.of(alert), Optional.empty(), 0, 0);
  }

  private Optional<AlertStatus> status(String word) {
    if (pointers.firing().contains(word)) {
      return Optional.of(AlertStatus.FIRING);
    }
    return pointers.resolved().contains(word)
        ? Optional.of(AlertStatus.RESOLVED)
        : Optional.empty();
  }

  private static Optional<String> plain(JsonObject body, JsonPointer pointer) {
    return value(body, pointer).flatMap(AlertFields::plain).filter(text -> !text.isBlank());
  }

  private static Optional<JsonValue> value(JsonObject body, JsonPointer pointer) {
    try {
      return pointer.containsValue(body) ? Optional.of(pointer.getValue(body)) : Optional.empty();
    } catch (JsonException e) {
      // A pointer through something that has no parts.
      return Optional.empty();
    }
  }
}

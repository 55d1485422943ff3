package dev.rollbackbot.simulation;

import dev.rollbackbot.alert.Alert;
import dev.rollbackbot.alert.AlertStatus;
import dev.rollbackbot.alert.source.AlertContent;
import dev.rollbackbot.alert.source.AlertRequest;
import dev.rollbackbot.alert.source.AlertSource;
import dev.rollbackbot.app.alert.AlertEndpoint;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Another system that alerts. It notices late that requests fail, says so again, says that it is
 * over when it is not, and repeats what was not acknowledged; messages arrive in another order.
 */
final class SimulatedAlerts implements AlertSource {
  static final String SYSTEM = "json";
  static final String TITLE = "Errors: many requests fail";

  private static final int ACKNOWLEDGED = 204;

  private final SeededRandom random;
  private final TracingClock clock;
  private final Map<String, Alert> sent = new HashMap<>();
  private final List<String> undelivered = new ArrayList<>();
  private Optional<Instant> firing = Optional.empty();

  /** When it said that it fires. */
  final List<Instant> fired = new ArrayList<>();

  /** When it said that it is over. */
  final List<Instant> ended = new ArrayList<>();

  SimulatedAlerts(SeededRandom random, TracingClock clock) {
    this.random = random;
    this.clock = clock;
  }

  /** It looks at the service. */
  void look(boolean errors) {
    boolean says = random.fault(0.1) != errors;
    if (says != firing.isPresent() || random.fault(0.1)) {
      firing = says ? firing.or(() -> Optional.of(clock.instant())) : Optional.empty();
      send(says);
    }
  }

  private void send(boolean fires) {
    Instant now = clock.instant();
    (fires ? fired : ended).add(now);
    String id = "message-" + sent.size();
    sent.put(
        id,
        new Alert(
            "errors",
            fires ? AlertStatus.FIRING : AlertStatus.RESOLVED,
            TITLE,
            Map.of("alertname", "errors"),
            firing.orElse(now),
            Optional.of(now).filter(_ -> !fires),
            Optional.of(now)));
    undelivered.add(id);
  }

  /** Whether one of that title was sent by then. */
  boolean shown(String title, Instant by) {
    return title.equals(TITLE) && fired.stream().anyMatch(at -> !at.isAfter(by));
  }

  boolean waits() {
    return !undelivered.isEmpty();
  }

  /** Delivers one message; what is not acknowledged comes again, and sometimes what was. */
  void deliver(AlertEndpoint endpoint) {
    String id = undelivered.get(random.below(undelivered.size()));
    int answer =
        endpoint.accept(SYSTEM, "POST", Map.of(), id.getBytes(StandardCharsets.UTF_8)).status();
    clock.note("alert " + id + " " + sent.get(id).status() + ": " + answer);
    if (answer == ACKNOWLEDGED && !random.fault(0.1)) {
      undelivered.remove(id);
    }
  }

  @Override
  public boolean isAuthentic(AlertRequest request) {
    return true;
  }

  @Override
  public AlertContent read(AlertRequest request) {
    String id = request.text().orElseThrow();
    return new AlertContent.DeliveredAlerts(List.of(sent.get(id)), Optional.of(id), 0, 0);
  }
}

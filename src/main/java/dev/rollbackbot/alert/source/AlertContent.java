package dev.rollbackbot.alert.source;

import dev.rollbackbot.alert.Alert;
import java.util.List;
import java.util.Optional;

/** What an authentic request says. */
public sealed interface AlertContent {
  /**
   * Alerts.
   *
   * @param deliveryKey the same when the same is delivered again; empty: its sender has none
   * @param tests how many alerts were left out because they are tests
   * @param leftOut how many alerts there are besides, left out by the sender or for the limits
   */
  record DeliveredAlerts(List<Alert> alerts, Optional<String> deliveryKey, int tests, int leftOut)
      implements AlertContent {
    public DeliveredAlerts {
      alerts = List.copyOf(alerts);
    }
  }

  /** Understood, and there is nothing to do. */
  record NothingToDo(NoAlertReason reason) implements AlertContent {}

  /** {@code problem}: a sentence for whoever operates the sender. */
  record UnreadableAlert(String problem) implements AlertContent {}

  /** Why there is nothing to do. */
  enum NoAlertReason {
    TEST,
    /** Of a kind that means nothing to the bot. */
    OTHER_KIND,
    /** It was merged into another one, which is no recovery. */
    MERGED,
    /** The bot itself has raised it. */
    OWN_PAGE
  }
}

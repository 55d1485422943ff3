package dev.rollbackbot.alert.source.alertmanager;

import dev.rollbackbot.alert.source.AcceptedSecrets;
import dev.rollbackbot.alert.source.AlertContent;
import dev.rollbackbot.alert.source.AlertFields;
import dev.rollbackbot.alert.source.AlertRequest;
import dev.rollbackbot.alert.source.AlertSource;
import dev.rollbackbot.secret.Secret;

/**
 * Alertmanager: its messages have no signature, so it sends a bearer token. It sends at least once,
 * and has no id for a delivery: an alert that still fires comes again.
 */
public final class AlertmanagerSource implements AlertSource {
  private static final AlertGroup GROUP =
      new AlertGroup("4", labels -> "true".equals(labels.get("test")), _ -> false);

  private final AcceptedSecrets secrets;
  private final int maxDepth;

  /** {@code maxDepth}: of nested JSON. */
  public AlertmanagerSource(Secret token, int maxDepth) {
    this.secrets = new AcceptedSecrets(token);
    this.maxDepth = maxDepth;
  }

  @Override
  public boolean isAuthentic(AlertRequest request) {
    return secrets.asBearer(request);
  }

  @Override
  public AlertContent read(AlertRequest request) {
    return AlertFields.object(request, maxDepth)
        .map(GROUP::read)
        .orElseGet(() -> new AlertContent.UnreadableAlert("The body is no JSON object."));
  }
}

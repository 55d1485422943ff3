package dev.rollbackbot.alert.source.grafana;

import dev.rollbackbot.alert.source.AcceptedSecrets;
import dev.rollbackbot.alert.source.AlertContent;
import dev.rollbackbot.alert.source.AlertFields;
import dev.rollbackbot.alert.source.AlertRequest;
import dev.rollbackbot.alert.source.AlertSource;
import dev.rollbackbot.alert.source.alertmanager.AlertGroup;
import dev.rollbackbot.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Grafana: signed with a secret, or with a bearer token where no secret is set. Its messages have
 * Alertmanager's shape; "no data" and failed queries are alerts of their own.
 */
public final class GrafanaSource implements AlertSource {
  private static final String SIGNATURE = "X-Grafana-Alerting-Signature";
  private static final String TIMESTAMP = "X-Grafana-Alerting-Timestamp";
  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

  private static final AlertGroup GROUP =
      new AlertGroup("1", GrafanaSource::isTest, GrafanaSource::isNoData);

  private final Optional<AcceptedSecrets> token;
  private final Optional<AcceptedSecrets> secret;
  private final int maxDepth;
  private final InstantSource clock;

  /**
   * At least one of the two secrets is there.
   *
   * @param token accepted as a bearer token, if there is no {@code secret}
   * @param secret of the signature, which is then required
   * @param maxDepth of nested JSON
   */
  public GrafanaSource(
      Optional<Secret> token, Optional<Secret> secret, int maxDepth, InstantSource clock) {
    this.token = token.map(AcceptedSecrets::new);
    this.secret = secret.map(AcceptedSecrets::new);
    this.maxDepth = maxDepth;
    this.clock = clock;
  }

  private static boolean isTest(Map<String, String> labels) {
    return "TestAlert".equals(labels.get("alertname")) || "true".equals(labels.get("test"));
  }

  private static boolean isNoData(Map<String, String> labels) {
    String name = labels.getOrDefault("alertname", "");
    return name.equals("DatasourceNoData") || name.equals("DatasourceError");
  }

  @Override
  public boolean isAuthentic(AlertRequest request) {
    return secret
        .map(s -> isSigned(s, request))
        .orElseGet(() -> token.filter(t -> t.asBearer(request)).isPresent());
  }

  private boolean isSigned(AcceptedSecrets accepted, AlertRequest request) {
    List<String> signatures = request.header(SIGNATURE).stream().toList();
    Optional<String> timestamp = request.header(TIMESTAMP);
    return timestamp.isEmpty()
        ? accepted.sign(request, signatures)
        : isOfNow(timestamp.get()) && accepted.sign(timestamp.get() + ":", request, signatures);
  }

  private boolean isOfNow(String timestamp) {
    return timestamp.matches("[0-9]{1,11}")
        && Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), clock.instant())
                .abs()
                .compareTo(CLOCKS_DIFFER)
            <= 0;
  }

  @Override
  public AlertContent read(AlertRequest request) {
    return AlertFields.object(request, maxDepth)
        .map(GROUP::read)
        .orElseGet(() -> new AlertContent.UnreadableAlert("The body is no JSON object."));
  }
}

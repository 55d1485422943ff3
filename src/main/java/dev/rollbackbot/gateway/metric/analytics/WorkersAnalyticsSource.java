package dev.rollbackbot.gateway.metric.analytics;

import dev.rollbackbot.gateway.BoundedHttpClient;
import dev.rollbackbot.gateway.CallResult.ErrorResponse;
import dev.rollbackbot.gateway.ProviderCalls;
import dev.rollbackbot.gateway.ProviderCalls.CallAccepted;
import dev.rollbackbot.gateway.ProviderCalls.CallNotAccepted;
import dev.rollbackbot.gateway.metric.MetricSource;
import dev.rollbackbot.runbook.measure.WorkersMetric;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.StringEntity;

/**
 * Asks for one row over the whole window, of one Worker and perhaps one version. No row is no data:
 * a Worker without a request and one that nobody knows look the same.
 */
public final class WorkersAnalyticsSource implements MetricSource {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final int MAX_BODY = 64 * 1024;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final String PERMISSION =
      " Its token needs the permission Account Analytics: Read.";

  private final WorkersAnalyticsOptions options;
  private final ProviderCalls calls;

  public WorkersAnalyticsSource(WorkersAnalyticsOptions options, InstantSource clock) {
    this.options = options;
    calls =
        new ProviderCalls(
            new BoundedHttpClient(CONNECT),
            options.within(),
            MAX_BODY,
            options.limits().jsonDepth(),
            clock);
  }

  @Override
  public String name() {
    return "Cloudflare's analytics";
  }

  @Override
  public MetricAnswer ask(String query, Instant at) {
    return WorkersMetric.parse(query)
        .map(metric -> ask(metric, at))
        .orElseGet(() -> new NotMeasured("the query is none for " + name()));
  }

  private MetricAnswer ask(WorkersMetric metric, Instant at) {
    HttpPost post = new HttpPost(URI.create(options.api() + "/graphql"));
    JsonObject body =
        Json.createObjectBuilder().add("query", text(options.account(), metric, at)).build();
    post.setEntity(new StringEntity(body.toString(), ContentType.APPLICATION_JSON));
    post.setHeader("Accept", "application/json");
    String token = options.token().value();
    post.setHeader("Authorization", "Bearer " + token);
    return switch (calls.send(name(), post, () -> true, token)) {
      case CallNotAccepted(ErrorResponse refused)
          when refused.status() == UNAUTHORIZED || refused.status() == FORBIDDEN ->
          new NotMeasured(refused.description() + PERMISSION);
      case CallNotAccepted failed -> new NotMeasured(failed.call().description());
      case CallAccepted accepted ->
          calls
              .json(accepted)
              .filter(JsonObject.class::isInstance)
              .map(json -> new WorkersAnalyticsAnswer(metric).of(json.asJsonObject(), token))
              .orElseGet(() -> new NotMeasured(name() + " gave an answer that can't be read"));
    };
  }

  /**
   * Its values are written into it: which types variables have is not the same in all that is
   * published. Each was checked to hold nothing that ends a text.
   */
  static String text(String account, WorkersMetric metric, Instant at) {
    Instant to = at.truncatedTo(ChronoUnit.SECONDS);
    String version = metric.version().map(id -> ", scriptVersion: \"%s\"".formatted(id)).orElse("");
    return """
    {
      viewer {
        accounts(filter: {accountTag: "%s"}) {
          workersInvocationsAdaptive(limit: 2, filter: {scriptName: "%s", datetime_geq: "%s", \
    datetime_lt: "%s"%s}) {
            sum { requests errors }
            quantiles { cpuTimeP50 cpuTimeP99 wallTimeP99 requestDurationP50 }
          }
        }
      }
    }
    """
        .formatted(account, metric.script(), to.minus(metric.window()), to, version);
  }

  @Override
  public void close() {
    calls.close();
  }
}

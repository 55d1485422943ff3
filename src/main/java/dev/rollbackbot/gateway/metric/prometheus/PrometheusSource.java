package dev.rollbackbot.gateway.metric.prometheus;

import dev.rollbackbot.gateway.BoundedHttpClient;
import dev.rollbackbot.gateway.ProviderCalls;
import dev.rollbackbot.gateway.ProviderCalls.CallAccepted;
import dev.rollbackbot.gateway.ProviderCalls.CallNotAccepted;
import dev.rollbackbot.gateway.metric.MetricSource;
import dev.rollbackbot.gateway.metric.prometheus.PrometheusOptions.BearerToken;
import dev.rollbackbot.gateway.metric.prometheus.PrometheusOptions.Password;
import jakarta.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.entity.UrlEncodedFormEntity;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.http.message.BasicNameValuePair;

/**
 * Asks with instant queries. Whatever could mean that data is missing, such as a warning, a partial
 * answer or more than one series, is no value.
 */
public final class PrometheusSource implements MetricSource {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** The server ends a query earlier than the call ends, so that its own words arrive. */
  private static final Duration FOR_THE_ANSWER = Duration.ofSeconds(2);

  private static final int MAX_BODY = 256 * 1024;
  private static final int MILLIS = 1000;

  private final PrometheusOptions options;
  private final ProviderCalls calls;

  public PrometheusSource(PrometheusOptions options, InstantSource clock) {
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
    return options.api().title();
  }

  @Override
  public MetricAnswer ask(String query, Instant at) {
    HttpPost post = new HttpPost(URI.create(options.url() + options.api().path()));
    post.setEntity(new UrlEncodedFormEntity(parameters(query, at), StandardCharsets.UTF_8));
    post.setHeader("Accept", "application/json");
    Optional<String> authorization = authorization();
    authorization.ifPresent(value -> post.setHeader("Authorization", value));
    options
        .tenant()
        .ifPresent(tenant -> {
          post.setHeader("X-Scope-OrgID", tenant);
          post.setHeader("THANOS-TENANT", tenant);
        });
    String[] secrets = secrets(authorization);
    return switch (calls.send(name(), post, () -> true, secrets)) {
      case CallNotAccepted failed -> new NotMeasured(failed.call().description());
      case CallAccepted accepted ->
          calls
              .json(accepted)
              .filter(JsonObject.class::isInstance)
              .map(json -> new PrometheusAnswer(name()).of(json.asJsonObject(), secrets))
              .orElseGet(() -> new NotMeasured(name() + "'s answer can't be read"));
    };
  }

  /** Those that only a look-alike knows keep it from answering with a part of the data. */
  private List<NameValuePair> parameters(String query, Instant at) {
    Duration within = options.within().minus(FOR_THE_ANSWER);
    return List.of(
        new BasicNameValuePair("query", query),
        new BasicNameValuePair("time", seconds(at)),
        new BasicNameValuePair("timeout", Math.max(within.toMillis(), MILLIS) + "ms"),
        new BasicNameValuePair("limit", "2"),
        new BasicNameValuePair("partial_response", "false"),
        new BasicNameValuePair("max_source_resolution", "0"),
        new BasicNameValuePair("deny_partial_response", "1"),
        new BasicNameValuePair("nocache", "1"));
  }

  private static String seconds(Instant at) {
    return "%d.%03d".formatted(at.getEpochSecond(), at.getNano() / 1_000_000);
  }

  /** As it is sent, and as it is set: an answer can repeat either. */
  private String[] secrets(Optional<String> authorization) {
    Stream<String> set =
        options.credential().stream()
            .map(credential ->
                switch (credential) {
                  case BearerToken(var token) -> token.value();
                  case Password(_, var password) -> password.value();
                });
    Stream<String> sent =
        authorization.stream().flatMap(a -> Stream.of(a, a.substring(a.indexOf(' ') + 1)));
    return Stream.concat(set, sent).distinct().toArray(String[]::new);
  }

  private Optional<String> authorization() {
    return options
        .credential()
        .map(credential ->
            switch (credential) {
              case BearerToken(var token) -> "Bearer " + token.value();
              case Password(var user, var password) ->
                  "Basic "
                      + Base64.getEncoder()
                          .encodeToString(
                              (user + ":" + password.value()).getBytes(StandardCharsets.UTF_8));
            });
  }

  @Override
  public void close() {
    calls.close();
  }
}

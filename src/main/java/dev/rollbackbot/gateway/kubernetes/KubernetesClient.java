package dev.rollbackbot.gateway.kubernetes;

import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.gateway.BoundedHttpClient;
import dev.rollbackbot.gateway.BoundedHttpClient.ReceivedResponse;
import dev.rollbackbot.gateway.BoundedHttpClient.TransportError;
import dev.rollbackbot.gateway.BoundedHttpClient.TransportFailure;
import dev.rollbackbot.gateway.BoundedJson;
import dev.rollbackbot.gateway.CallResult;
import dev.rollbackbot.gateway.CallResult.ErrorResponse;
import dev.rollbackbot.gateway.CallResult.NotSent;
import dev.rollbackbot.gateway.CallResult.RateLimited;
import dev.rollbackbot.gateway.CallResult.Success;
import dev.rollbackbot.gateway.CallResult.UnknownResult;
import dev.rollbackbot.gateway.ProviderCalls;
import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.gateway.ProviderText;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.text.RetryAfter;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPatch;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/** Calls the API server of one cluster; failures are values, told by their code and reason. */
final class KubernetesClient implements AutoCloseable {
  static final String NAME = "Kubernetes";
  private static final String JSON = "application/json";

  /** Lists without specification and data, which spares most of the answer. */
  private static final String METADATA =
      "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io," + JSON;

  /** For rate limits without a Retry-After header. */
  private static final Duration DEFAULT_RETRY_AFTER = Duration.ofSeconds(5);

  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int TOO_MANY_REQUESTS = 429;

  private final ClusterAccess access;
  private final KubernetesOptions options;
  private final InstantSource clock;
  private final BoundedHttpClient client;

  KubernetesClient(ClusterAccess access, KubernetesOptions options, InstantSource clock) {
    this.access = access;
    this.options = options;
    this.clock = clock;
    Duration connect = options.timings().connect();
    client =
        access
            .tls()
            .map(tls -> new BoundedHttpClient(connect, tls, access.serverName()))
            .orElseGet(() -> new BoundedHttpClient(connect));
  }

  ClusterAccess access() {
    return access;
  }

  /** For people. */
  String cluster() {
    return access.name();
  }

  /** See {@link ProviderCalls#read}. */
  JsonObject read(String path, RateLimitBudget budget) throws ProviderReadException {
    return read(path, JSON, budget);
  }

  /** Objects without specification and data. */
  JsonObject readMetadata(String path, RateLimitBudget budget) throws ProviderReadException {
    return read(path, METADATA, budget);
  }

  private JsonObject read(String path, String accept, RateLimitBudget budget)
      throws ProviderReadException {
    return ProviderCalls.read(() -> call(() -> new HttpGet(uri(path)), accept, () -> true), budget);
  }

  /** Checks the lease immediately before the request is sent. */
  CallResult patch(String path, ContentType type, JsonValue body, LeaseCheck leaseCheck) {
    return call(() -> with(new HttpPatch(uri(path)), type, body), JSON, leaseCheck);
  }

  /** For questions that are asked by POST; never for a change. */
  CallResult ask(String path, JsonObject body) {
    return call(
        () -> with(new HttpPost(uri(path)), ContentType.APPLICATION_JSON, body), JSON, () -> true);
  }

  private static HttpUriRequestBase with(
      HttpUriRequestBase request, ContentType type, JsonValue body) {
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    request.setEntity(new ByteArrayEntity(bytes, type));
    return request;
  }

  /** For a success that lacks the requested data. */
  static ProviderReadException unreadable(String why) {
    return new ProviderReadException(
        new UnknownResult("unreadable-answer", "Kubernetes' answer is unreadable: " + why + "."));
  }

  private URI uri(String path) {
    return URI.create(access.server() + path);
  }

  /**
   * A token is replaced while the bot runs. A request that was refused because of the former one
   * was not carried out, so it is sent once more with the present one.
   */
  private CallResult call(
      Supplier<HttpUriRequestBase> request, String accept, LeaseCheck leaseCheck) {
    String token = access.token().value();
    CallResult first = call(request.get(), accept, token, leaseCheck);
    boolean refused = first instanceof ErrorResponse error && error.status() == UNAUTHORIZED;
    String current = access.token().value();
    return refused && !current.equals(token)
        ? call(request.get(), accept, current, leaseCheck)
        : first;
  }

  private CallResult call(
      HttpUriRequestBase request, String accept, String token, LeaseCheck leaseCheck) {
    request.setHeader("Authorization", "Bearer " + token);
    request.setHeader("Accept", accept);
    return switch (client.exchange(
        request,
        leaseCheck::isValid,
        options.timings().response(),
        options.limits().responseBytes())) {
      case TransportFailure failure -> noResponse(failure);
      case ReceivedResponse response -> read(response, token);
    };
  }

  private CallResult noResponse(TransportFailure failure) {
    String sentence =
        (failure.error() == TransportError.FORBIDDEN
                ? "Kubernetes was not asked: "
                : failure.sent() ? "Kubernetes' answer was lost: " : "Kubernetes was not reached: ")
            + failure.reason()
            + ".";
    String code = failure.error().name().toLowerCase(Locale.ROOT).replace('_', '-');
    return failure.sent() ? new UnknownResult(code, sentence) : new NotSent(code, sentence);
  }

  private CallResult read(ReceivedResponse response, String token) {
    int status = response.status();
    if (status == TOO_MANY_REQUESTS) {
      return new RateLimited(
          NAME,
          response
              .header("retry-after")
              .flatMap(h -> RetryAfter.parse(h, clock.instant()))
              .orElse(DEFAULT_RETRY_AFTER));
    }
    // A proxy and the API server itself also answer in plain text.
    Optional<JsonObject> body =
        response.complete()
            ? BoundedJson.parse(response.body(), options.limits().jsonDepth())
                .filter(JsonObject.class::isInstance)
                .map(JsonValue::asJsonObject)
            : Optional.empty();
    JsonObject error = body.orElse(JsonValue.EMPTY_JSON_OBJECT);
    String code =
        ObjectFields.text(error, "reason").map(ProviderText::clip).orElse("http-" + status);
    if (ErrorResponse.isRefusal(status)) {
      return new ErrorResponse(
          NAME, status, code, message(error, token), Optional.empty(), advice(status));
    }
    if (status / 100 != 2) {
      return new UnknownResult(
          "http-" + status,
          "Kubernetes answered with an error (HTTP %d)%s."
              .formatted(
                  status, error.isEmpty() ? "" : ": " + message(error, token) + " [" + code + "]"));
    }
    if (body.isEmpty()) {
      return new UnknownResult(
          "unreadable-answer",
          "Kubernetes' answer is unreadable: "
              + (response.complete()
                  ? "it is no JSON object."
                  : "it is longer than %d bytes.".formatted(options.limits().responseBytes())));
    }
    return new Success(NAME, error);
  }

  private static String message(JsonObject error, String token) {
    String message =
        ObjectFields.text(error, "message")
            .map(m -> ProviderText.clip(m, token))
            .orElse("no reason given");
    return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
  }

  private String advice(int status) {
    return switch (status) {
      case UNAUTHORIZED ->
          " The token of %s is not accepted: it is wrong or has expired.".formatted(access.name());
      case FORBIDDEN ->
          " Either the bot's account lacks the right, or a policy of the cluster forbids it.";
      default -> "";
    };
  }

  @Override
  public void close() {
    client.close();
  }
}

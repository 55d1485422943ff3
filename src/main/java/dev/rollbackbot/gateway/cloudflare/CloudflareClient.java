package dev.rollbackbot.gateway.cloudflare;

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
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpDelete;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/** Calls Cloudflare's REST API and parses its envelope; failures are values. */
final class CloudflareClient implements AutoCloseable {
  static final String NAME = "Cloudflare";

  /** Of a refusal because of secrets that changed after the version was made. */
  private static final String SECRETS_CHANGED = "10220";

  /** For rate limits without a Retry-After header. */
  private static final Duration DEFAULT_RETRY_AFTER = Duration.ofSeconds(5);

  private static final String UNREADABLE = "unreadable-answer";

  private final CloudflareOptions options;
  private final InstantSource clock;
  private final ApiToken token;
  private final BoundedHttpClient client;
  private final CallsLeft callsLeft;

  CloudflareClient(CloudflareOptions options, ApiToken token, InstantSource clock) {
    this.options = options;
    this.token = token;
    this.clock = clock;
    this.client = new BoundedHttpClient(options.connectTimeout());
    this.callsLeft = new CallsLeft(clock);
  }

  String accountId() {
    return options.accountId();
  }

  /** Its answer has no envelope; empty: there is none that can be read. Changes nothing. */
  Optional<JsonObject> graphQl(String query) {
    HttpPost post = new HttpPost(uri("/graphql"));
    JsonObject body = Json.createObjectBuilder().add("query", query).build();
    post.setEntity(
        new ByteArrayEntity(
            body.toString().getBytes(StandardCharsets.UTF_8), ContentType.APPLICATION_JSON));
    post.setHeader("Authorization", "Bearer " + token.value());
    post.setHeader("Accept", "application/json");
    return client.exchange(
                    post, () -> true, options.responseTimeout(), options.limits().responseBytes())
                instanceof ReceivedResponse response
            && response.status() == 200
            && response.complete()
        ? BoundedJson.parse(response.body(), options.limits().jsonDepth())
            .filter(JsonObject.class::isInstance)
            .map(JsonValue::asJsonObject)
        : Optional.empty();
  }

  String account(String path) {
    return "/accounts/" + options.accountId() + path;
  }

  /** The envelope. See {@link ProviderCalls#read}. */
  JsonObject read(String path, RateLimitBudget budget) throws ProviderReadException {
    return ProviderCalls.read(() -> get(path), budget);
  }

  /** For a success that lacks the requested data. */
  static ProviderReadException unreadable(String why) {
    return new ProviderReadException(
        new UnknownResult(UNREADABLE, "Cloudflare's answer is unreadable: " + why + "."));
  }

  CallResult get(String path) {
    return call(new HttpGet(uri(path)), () -> true, options.responseTimeout());
  }

  /** Checks the lease immediately before the request is sent. */
  CallResult post(String path, Optional<JsonObject> body, LeaseCheck leaseCheck) {
    return post(path, body, leaseCheck, options.responseTimeout());
  }

  /** The same for a call that takes longer than others, up to {@code within}. */
  CallResult post(String path, Optional<JsonObject> body, LeaseCheck leaseCheck, Duration within) {
    HttpPost post = new HttpPost(uri(path));
    byte[] bytes = body.map(Object::toString).orElse("").getBytes(StandardCharsets.UTF_8);
    post.setEntity(
        new ByteArrayEntity(bytes, body.isPresent() ? ContentType.APPLICATION_JSON : null));
    return call(post, leaseCheck, within);
  }

  CallResult delete(String path) {
    return call(new HttpDelete(uri(path)), () -> true, options.responseTimeout());
  }

  private URI uri(String path) {
    return URI.create(options.baseUrl() + path);
  }

  private CallResult call(HttpUriRequestBase request, LeaseCheck leaseCheck, Duration within) {
    request.setHeader("Authorization", "Bearer " + token.value());
    request.setHeader("Accept", "application/json");
    return switch (client.exchange(
        request, leaseCheck::isValid, within, options.limits().responseBytes())) {
      case TransportFailure failure -> noResponse(failure, within);
      case ReceivedResponse response -> {
        callsLeft.read(response);
        yield read(request, response);
      }
    };
  }

  private static CallResult noResponse(TransportFailure failure, Duration within) {
    String sentence =
        (failure.error() == TransportError.FORBIDDEN
                ? "Cloudflare was not asked: "
                : failure.sent()
                    ? "Cloudflare's answer was lost: "
                    : "Cloudflare was not reached: ")
            + failure.reason()
            + ".";
    if (failure.sent() && failure.error() == TransportError.TIMEOUT) {
      String limit = BoundedHttpClient.durationText(within);
      sentence = "Cloudflare did not answer within " + limit + ".";
    }
    String code = failure.error().name().toLowerCase(Locale.ROOT).replace('_', '-');
    return failure.sent() ? new UnknownResult(code, sentence) : new NotSent(code, sentence);
  }

  private CallResult read(HttpUriRequestBase request, ReceivedResponse response) {
    if (response.status() == 429) {
      return rateLimited(response);
    }
    if (!response.complete()) {
      return unreadable(
          response, "it is longer than " + options.limits().responseBytes() + " bytes");
    }
    Optional<JsonObject> envelope =
        BoundedJson.parse(response.body(), options.limits().jsonDepth())
            .filter(JsonObject.class::isInstance)
            .map(JsonValue::asJsonObject);
    if (envelope.isEmpty()) {
      return unreadable(response, "it is no JSON object");
    }
    if (response.status() >= 500) {
      return serverError(response, ": " + errorText(response, envelope.get()));
    }
    if (response.status() / 100 == 4 && isRateLimit(envelope.get())) {
      return rateLimited(response);
    }
    boolean good = response.status() / 100 == 2;
    if (good && BoundedJson.is(envelope.get(), "success", true)) {
      return new Success(NAME, envelope.get());
    }
    return ErrorResponse.isRefusal(response.status())
            && BoundedJson.is(envelope.get(), "success", false)
        ? new ErrorResponse(
            NAME,
            response.status(),
            errorCode(response, envelope.get()),
            errorMessage(envelope.get()),
            namedSecrets(response, envelope.get()),
            token.advice(response.status(), request.getMethod(), request.getRequestUri()))
        : unreadable(response, "it does not say whether it succeeded");
  }

  private RateLimited rateLimited(ReceivedResponse response) {
    return new RateLimited(
        NAME,
        response
            .header("retry-after")
            .flatMap(h -> RetryAfter.parse(h, clock.instant()))
            .orElse(DEFAULT_RETRY_AFTER));
  }

  /** Cloudflare says so with a status and a code of authentication too. */
  private static boolean isRateLimit(JsonObject envelope) {
    String message =
        error(envelope)
            .flatMap(e -> BoundedJson.text(e, "message"))
            .map(m -> m.toLowerCase(Locale.ROOT))
            .orElse("");
    return message.contains("rate limited") || message.contains("throttling your request");
  }

  /** During an outage Cloudflare answers with a page of HTML and a 5xx status. */
  private static CallResult unreadable(ReceivedResponse response, String why) {
    return response.status() >= 500
        ? serverError(response, "")
        : new UnknownResult(
            UNREADABLE,
            "Cloudflare's answer (HTTP %d) is unreadable: %s.".formatted(response.status(), why));
  }

  private static CallResult serverError(ReceivedResponse response, String reason) {
    return new UnknownResult(
        "http-" + response.status(),
        "Cloudflare answered with a server error (HTTP %d)%s."
            .formatted(response.status(), reason));
  }

  private String errorText(ReceivedResponse response, JsonObject envelope) {
    return "%s [%s]".formatted(errorMessage(envelope), errorCode(response, envelope));
  }

  private static String errorCode(ReceivedResponse response, JsonObject envelope) {
    return error(envelope)
        .map(e -> BoundedJson.number(e, "code"))
        .filter(n -> n.isPresent())
        .map(n -> String.valueOf((long) n.getAsDouble()))
        .orElse("http-" + response.status());
  }

  private String errorMessage(JsonObject envelope) {
    if (!changedSecrets(envelope).isEmpty()) {
      // Cloudflare's own text says how to force it.
      return "secrets have changed since this version was active";
    }
    String message =
        error(envelope)
            .flatMap(e -> BoundedJson.text(e, "message"))
            .map(m -> ProviderText.clip(m, token.value()))
            .orElse("no reason given");
    return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
  }

  /** Empty: it did not refuse because of secrets. */
  private static Optional<List<String>> namedSecrets(
      ReceivedResponse response, JsonObject envelope) {
    return errorCode(response, envelope).equals(SECRETS_CHANGED)
        ? Optional.of(changedSecrets(envelope))
        : Optional.empty();
  }

  private static List<String> changedSecrets(JsonObject envelope) {
    return error(envelope)
        .flatMap(e -> BoundedJson.text(e, "message"))
        .map(CloudflareText::changedSecrets)
        .orElse(List.of());
  }

  private static Optional<JsonObject> error(JsonObject envelope) {
    return BoundedJson.objects(envelope, "errors").orElse(List.of()).stream().findFirst();
  }

  /**
   * Why what is live should not be read just to watch it: the calls that are left until that time
   * are kept for a rollback. All instances share them with everyone who uses Cloudflare's API as
   * the token's owner.
   */
  Optional<String> tooFewCallsLeft() {
    return callsLeft
        .fewUntil(clock.instant())
        .map(until ->
            "Cloudflare allows only a few more calls until %s: they are kept for the rollback."
                .formatted(ProviderText.when(until)));
  }

  ApiToken token() {
    return token;
  }

  Duration settleTime() {
    return options.settle();
  }

  RateLimitBudget rateLimitBudget() {
    return new RateLimitBudget(options.rateLimitBudget(), options.settle());
  }

  @Override
  public void close() {
    client.close();
  }
}

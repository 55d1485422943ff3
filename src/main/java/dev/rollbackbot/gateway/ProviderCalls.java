package dev.rollbackbot.gateway;

import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.gateway.BoundedHttpClient.ReceivedResponse;
import dev.rollbackbot.gateway.BoundedHttpClient.TransportError;
import dev.rollbackbot.gateway.BoundedHttpClient.TransportFailure;
import dev.rollbackbot.gateway.CallResult.ErrorResponse;
import dev.rollbackbot.gateway.CallResult.FailedCall;
import dev.rollbackbot.gateway.CallResult.NotSent;
import dev.rollbackbot.gateway.CallResult.RateLimited;
import dev.rollbackbot.gateway.CallResult.Success;
import dev.rollbackbot.gateway.CallResult.UnknownResult;
import dev.rollbackbot.text.RetryAfter;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;

/**
 * Sends a request once and tells what its answer means, whatever the provider: a redirect, a server
 * error and a lost answer leave it unknown whether the request was carried out.
 *
 * @param within for a whole call, from the connection to the last byte
 */
public record ProviderCalls(
    BoundedHttpClient client, Duration within, int maxBytes, int jsonDepth, InstantSource clock)
    implements AutoCloseable {
  /** For rate limits without a Retry-After header. */
  private static final Duration DEFAULT_RETRY_AFTER = Duration.ofSeconds(5);

  private static final int TOO_MANY_REQUESTS = 429;
  private static final int READ_TRIES = 2;

  /** What became of a call. */
  public sealed interface ProviderReply {}

  /**
   * The provider carried it out, as its status says.
   *
   * @param complete false: the body is longer than is read
   */
  public record CallAccepted(int status, String body, boolean complete) implements ProviderReply {}

  public record CallNotAccepted(FailedCall call) implements ProviderReply {}

  /**
   * Checks the lease on the open connection.
   *
   * @param provider for people
   * @param secrets that the answer may repeat
   */
  public ProviderReply send(
      String provider, HttpUriRequestBase request, LeaseCheck leaseCheck, String... secrets) {
    return switch (client.exchange(request, leaseCheck::isValid, within, maxBytes)) {
      case TransportFailure failure -> new CallNotAccepted(noResponse(provider, failure));
      case ReceivedResponse response when response.status() / 100 == 2 ->
          new CallAccepted(response.status(), response.body(), response.complete());
      case ReceivedResponse response -> new CallNotAccepted(failed(provider, response, secrets));
    };
  }

  /**
   * Reads: once more after an answer that was lost or can't be read, because reading changes
   * nothing, and as often as rate limits are waited for.
   *
   * @return the body
   */
  public static JsonObject read(Supplier<CallResult> call, RateLimitBudget budget)
      throws ProviderReadException {
    for (int failures = 0; ; ) {
      switch (call.get()) {
        case Success success -> {
          return success.body();
        }
        case FailedCall failed -> {
          boolean again =
              switch (failed) {
                case RateLimited limited -> budget.await(limited.retryAfter());
                case ErrorResponse _ -> false;
                case NotSent _, UnknownResult _ ->
                    !Thread.currentThread().isInterrupted() && ++failures < READ_TRIES;
              };
          if (!again) {
            throw new ProviderReadException(failed);
          }
        }
      }
    }
  }

  private static FailedCall noResponse(String provider, TransportFailure failure) {
    String what =
        failure.error() == TransportError.FORBIDDEN
            ? "was not asked"
            : failure.sent() ? "gave no answer that could be read" : "was not reached";
    String text = "%s %s: %s.".formatted(provider, what, failure.reason());
    String code = failure.error().name().toLowerCase(Locale.ROOT).replace('_', '-');
    return failure.sent() ? new UnknownResult(code, text) : new NotSent(code, text);
  }

  private FailedCall failed(String provider, ReceivedResponse response, String... secrets) {
    int status = response.status();
    String code = "http-" + status;
    if (status == TOO_MANY_REQUESTS) {
      return new RateLimited(
          provider,
          response
              .header("retry-after")
              .flatMap(h -> RetryAfter.parse(h, clock.instant()))
              .orElse(DEFAULT_RETRY_AFTER));
    }
    String reason = reason(response, secrets);
    if (ErrorResponse.isRefusal(status)) {
      return new ErrorResponse(provider, status, code, reason, Optional.empty(), "");
    }
    return new UnknownResult(
        code,
        status / 100 == 3
            ? "%s answered with a redirect (HTTP %d), which is not followed."
                .formatted(provider, status)
            : "%s answered with an error (HTTP %d): %s.".formatted(provider, status, reason));
  }

  /** What the body says, without a full stop; of a page in HTML nothing. */
  private String reason(ReceivedResponse response, String... secrets) {
    String body = response.body();
    String said =
        BoundedJson.parse(body, jsonDepth)
            .filter(JsonObject.class::isInstance)
            .flatMap(json -> message(json.asJsonObject()))
            .orElse(body.stripLeading().startsWith("<") ? "" : body);
    String text = ProviderText.clip(said, secrets);
    return text.isBlank() ? "no reason given" : text.replaceAll("[.]$", "");
  }

  private static Optional<String> message(JsonObject error) {
    return Stream.of("message", "error", "error_description", "detail")
        .flatMap(key -> Stream.ofNullable(error.get(key)))
        .filter(value -> !value.equals(JsonValue.NULL))
        .map(value ->
            value instanceof JsonObject nested
                ? message(nested).orElse(nested.toString())
                : unquoted(value))
        .findFirst();
  }

  private static String unquoted(JsonValue value) {
    return value instanceof JsonString text ? text.getString() : value.toString();
  }

  /** The JSON of an answer; empty: it is none, or longer than is read. */
  public Optional<JsonValue> json(CallAccepted accepted) {
    return accepted.complete()
        ? BoundedJson.parse(accepted.body(), jsonDepth).map(JsonValue.class::cast)
        : Optional.empty();
  }

  @Override
  public void close() {
    client.close();
  }
}

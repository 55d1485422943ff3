package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.gateway.BoundedHttpClient;
import dev.rollbackbot.gateway.BoundedHttpClient.TransportError;
import dev.rollbackbot.gateway.BoundedHttpClient.TransportFailure;
import dev.rollbackbot.gateway.BoundedJson;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.gateway.Redactor;
import dev.rollbackbot.text.RetryAfter;
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

/** Calls Cloudflare and reads its envelope. Never throws for what comes back. */
final class CloudflareClient implements AutoCloseable {
  private static final int READ_TRIES = 2;

  /** Where Cloudflare doesn't say how long to wait. */
  private static final Duration UNSAID_WAIT = Duration.ofSeconds(5);

  private static final String UNREADABLE = "unreadable-answer";

  private final CloudflareOptions options;
  private final InstantSource clock;
  private final BoundedHttpClient client;

  CloudflareClient(CloudflareOptions options, InstantSource clock) {
    this.options = options;
    this.clock = clock;
    this.client = new BoundedHttpClient(options.connectTimeout());
  }

  /** The path of something in the account. */
  String account(String path) {
    return "/accounts/" + options.accountId() + path;
  }

  /**
   * Reads, with a second try: reading changes nothing. Waits when Cloudflare asks it to.
   *
   * @return the envelope
   */
  JsonObject read(String path, RateLimitBudget budget) throws CloudflareReadException {
    CloudflareResponse response = get(path);
    for (int tries = 1; ; ) {
      switch (response) {
        case CloudflareResponse.Success success -> {
          return success.envelope();
        }
        case CloudflareResponse.RateLimited rateLimited -> {
          if (!budget.await(rateLimited.retryAfter())) {
            throw new CloudflareReadException(rateLimited);
          }
        }
        case CloudflareResponse.ErrorResponse errorResponse -> {
          if (!errorResponse.serverError() || tries++ >= READ_TRIES) {
            throw new CloudflareReadException(errorResponse);
          }
        }
        case CloudflareResponse.NoResponse noResponse -> {
          if (Thread.currentThread().isInterrupted() || tries++ >= READ_TRIES) {
            throw new CloudflareReadException(noResponse);
          }
        }
      }
      response = get(path);
    }
  }

  /** A success that lacks what was asked for. */
  static CloudflareReadException unreadable(String why) {
    return new CloudflareReadException(
        new CloudflareResponse.NoResponse(
            true, UNREADABLE, "Cloudflare's answer is unreadable: " + why + "."));
  }

  CloudflareResponse get(String path) {
    return call(new HttpGet(uri(path)), () -> true);
  }

  /** Asks for a change, if the fence still holds when the request is about to be sent. */
  CloudflareResponse post(String path, Optional<JsonObject> body, LeaseCheck leaseCheck) {
    HttpPost post = new HttpPost(uri(path));
    byte[] bytes = body.map(Object::toString).orElse("").getBytes(StandardCharsets.UTF_8);
    post.setEntity(
        new ByteArrayEntity(bytes, body.isPresent() ? ContentType.APPLICATION_JSON : null));
    return call(post, leaseCheck);
  }

  CloudflareResponse delete(String path) {
    return call(new HttpDelete(uri(path)), () -> true);
  }

  private URI uri(String path) {
    return URI.create(options.baseUrl() + path);
  }

  private CloudflareResponse call(HttpUriRequestBase request, LeaseCheck leaseCheck) {
    request.setHeader("Authorization", "Bearer " + options.token());
    request.setHeader("Accept", "application/json");
    return switch (client.exchange(
        request,
        leaseCheck::isValid,
        options.responseTimeout(),
        options.inboundLimits().responseBytes())) {
      case TransportFailure failure -> noResponse(failure);
      case BoundedHttpClient.ReceivedResponse response -> read(response);
    };
  }

  private CloudflareResponse noResponse(TransportFailure failure) {
    String sentence;
    if (failure.error() == TransportError.FORBIDDEN) {
      sentence = "Cloudflare was not asked: " + failure.reason() + ".";
    } else if (!failure.sent()) {
      sentence = "Cloudflare was not reached: " + failure.reason() + ".";
    } else if (failure.error() == TransportError.TIMEOUT) {
      sentence =
          "Cloudflare did not answer within "
              + BoundedHttpClient.durationText(options.responseTimeout())
              + ".";
    } else {
      sentence = "Cloudflare's answer was lost: " + failure.reason() + ".";
    }
    String code = failure.error().name().toLowerCase(Locale.ROOT).replace('_', '-');
    return new CloudflareResponse.NoResponse(failure.sent(), code, sentence);
  }

  private CloudflareResponse read(BoundedHttpClient.ReceivedResponse response) {
    if (response.status() == 429) {
      return new CloudflareResponse.RateLimited(
          response
              .header("retry-after")
              .flatMap(h -> RetryAfter.parse(h, clock.instant()))
              .orElse(UNSAID_WAIT));
    }
    if (!response.complete()) {
      return unreadable(
          response, "it is longer than " + options.inboundLimits().responseBytes() + " bytes");
    }
    Optional<JsonObject> envelope =
        BoundedJson.parse(response.body(), options.inboundLimits().jsonDepth())
            .filter(JsonObject.class::isInstance)
            .map(JsonValue::asJsonObject);
    if (envelope.isEmpty()) {
      return unreadable(response, "it is no JSON object");
    }
    boolean good = response.status() / 100 == 2;
    if (good && BoundedJson.is(envelope.get(), "success", true)) {
      return new CloudflareResponse.Success(envelope.get());
    }
    return BoundedJson.is(envelope.get(), "success", false)
        ? refused(response.status(), envelope.get())
        : unreadable(response, "it does not say whether it succeeded");
  }

  /** An outage comes as a page of HTML: what matters is whose trouble it is. */
  private static CloudflareResponse unreadable(
      BoundedHttpClient.ReceivedResponse response, String why) {
    String sentence =
        response.status() >= 500
            ? "Cloudflare itself is in trouble (HTTP %d).".formatted(response.status())
            : "Cloudflare's answer (HTTP %d) is unreadable: %s.".formatted(response.status(), why);
    return new CloudflareResponse.NoResponse(true, UNREADABLE, sentence);
  }

  private CloudflareResponse refused(int status, JsonObject envelope) {
    Optional<JsonObject> error =
        BoundedJson.objects(envelope, "errors").orElse(List.of()).stream().findFirst();
    String code =
        error
            .map(e -> BoundedJson.number(e, "code"))
            .filter(n -> n.isPresent())
            .map(n -> String.valueOf((long) n.getAsDouble()))
            .orElse("http-" + status);
    String message =
        error
            .flatMap(e -> BoundedJson.text(e, "message"))
            .map(m -> CloudflareText.clip(Redactor.redact(m, options.token())))
            .orElse("no reason given");
    return new CloudflareResponse.ErrorResponse(
        status, code, message.endsWith(".") ? message.substring(0, message.length() - 1) : message);
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

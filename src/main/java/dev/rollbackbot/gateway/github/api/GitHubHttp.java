package dev.rollbackbot.gateway.github.api;

import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.gateway.BoundedHttpClient;
import dev.rollbackbot.gateway.BoundedHttpClient.HttpResult;
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
import dev.rollbackbot.gateway.ProviderText;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/**
 * Single calls to GitHub's REST API; failures are values. While GitHub asks to wait, nothing is
 * sent: it bans who goes on.
 */
final class GitHubHttp implements AutoCloseable {
  /** Every server knows this version of the API. */
  static final String OLD_VERSION = "2022-11-28";

  private static final String JSON = "application/vnd.github+json";
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;

  private final GitHubOptions options;
  private final InstantSource clock;
  private final BoundedHttpClient client;
  private final AtomicReference<Instant> limitedUntil = new AtomicReference<>(Instant.MIN);

  /**
   * On whose behalf a call is made.
   *
   * @param setting where the credential comes from, for people
   * @param version of the API
   */
  record Sender(String credential, String setting, String version) {
    @Override
    public String toString() {
      return setting;
    }
  }

  GitHubHttp(GitHubOptions options, InstantSource clock) {
    this.options = options;
    this.clock = clock;
    client = new BoundedHttpClient(options.timings().connect());
  }

  CallResult get(String path, Sender sender) {
    return call(new HttpGet(uri(path)), sender, () -> true);
  }

  CallResult post(String path, JsonObject body, Sender sender, LeaseCheck leaseCheck) {
    return send("POST", path, body, sender, leaseCheck);
  }

  /** Checks the lease immediately before the request is sent. */
  CallResult send(
      String method, String path, JsonObject body, Sender sender, LeaseCheck leaseCheck) {
    HttpUriRequestBase request = new HttpUriRequestBase(method, uri(path));
    request.setEntity(
        new ByteArrayEntity(
            body.toString().getBytes(StandardCharsets.UTF_8), ContentType.APPLICATION_JSON));
    return call(request, sender, leaseCheck);
  }

  /** The answer as it is, such as a redirect. */
  HttpResult raw(String path, Sender sender) {
    HttpGet request = new HttpGet(uri(path));
    headers(request, sender);
    return exchange(request, () -> true);
  }

  /**
   * Reads an address that GitHub named, which may be another company's: without any credential.
   *
   * @param from the first byte to read; empty: all
   */
  HttpResult foreign(URI address, Optional<Long> from) {
    HttpGet request = new HttpGet(address);
    from.ifPresent(byteNumber -> request.setHeader("Range", "bytes=" + byteNumber + "-"));
    return exchange(request, () -> true);
  }

  private URI uri(String path) {
    return URI.create(options.apiUrl() + path);
  }

  private static void headers(HttpUriRequestBase request, Sender sender) {
    request.setHeader("Authorization", "Bearer " + sender.credential());
    request.setHeader("Accept", JSON);
    request.setHeader("X-GitHub-Api-Version", sender.version());
  }

  private HttpResult exchange(HttpUriRequestBase request, LeaseCheck leaseCheck) {
    return client.exchange(
        request,
        leaseCheck::isValid,
        options.timings().response(),
        options.limits().responseBytes());
  }

  private CallResult call(HttpUriRequestBase request, Sender sender, LeaseCheck leaseCheck) {
    Duration wait = Duration.between(clock.instant(), limitedUntil.get());
    if (wait.isPositive()) {
      return new RateLimited(GitHubClient.NAME, wait);
    }
    headers(request, sender);
    return switch (exchange(request, leaseCheck)) {
      case TransportFailure failure -> noResponse(failure);
      case ReceivedResponse response -> read(response, sender);
    };
  }

  private static CallResult noResponse(TransportFailure failure) {
    String sentence =
        (failure.error() == TransportError.FORBIDDEN
                ? "GitHub was not asked: "
                : failure.sent() ? "GitHub's answer was lost: " : "GitHub was not reached: ")
            + failure.reason()
            + ".";
    String code = failure.error().name().toLowerCase(Locale.ROOT).replace('_', '-');
    return failure.sent() ? new UnknownResult(code, sentence) : new NotSent(code, sentence);
  }

  private CallResult read(ReceivedResponse response, Sender sender) {
    int status = response.status();
    Optional<JsonStructure> body =
        response.complete()
            ? BoundedJson.parse(response.body(), options.limits().jsonDepth())
            : Optional.empty();
    JsonObject error =
        body.filter(JsonObject.class::isInstance)
            .map(JsonValue::asJsonObject)
            .orElse(JsonValue.EMPTY_JSON_OBJECT);
    String code = "http-" + status;
    Optional<Duration> limited =
        CallLimits.retryAfter(response, message(error, sender), clock.instant());
    if (limited.isPresent()) {
      limitedUntil.set(clock.instant().plus(limited.get()));
      return new RateLimited(GitHubClient.NAME, limited.get());
    }
    if (ErrorResponse.isRefusal(status)) {
      return new ErrorResponse(
          GitHubClient.NAME,
          status,
          code,
          message(error, sender),
          Optional.empty(),
          advice(status, response, sender));
    }
    return switch (status / 100) {
      case 2 -> success(response, body);
      // Nothing was done, and nothing is followed: the settings name what may be used.
      case 3 ->
          new NotSent(
              "moved",
              "GitHub says that it is elsewhere: if the repository has another name now, set that"
                  + " in"
                  + " the runbook and in %s.".formatted(GitHubOptions.REPOSITORIES));
      default ->
          new UnknownResult(
              code,
              "GitHub answered with an error (HTTP %d)%s."
                  .formatted(status, error.isEmpty() ? "" : ": " + message(error, sender)));
    };
  }

  private CallResult success(ReceivedResponse response, Optional<JsonStructure> body) {
    if (response.complete() && response.body().isBlank()) {
      return new Success(GitHubClient.NAME, JsonValue.EMPTY_JSON_OBJECT);
    }
    return body.<CallResult>map(b ->
            new Success(
                GitHubClient.NAME,
                b instanceof JsonArray list
                    ? Json.createObjectBuilder().add(GitHubClient.ITEMS, list).build()
                    : b.asJsonObject()))
        .orElseGet(() ->
            new UnknownResult(
                "unreadable-answer",
                "GitHub's answer is unreadable: "
                    + (response.complete()
                        ? "it is no JSON."
                        : "it is longer than %d bytes."
                            .formatted(options.limits().responseBytes()))));
  }

  private static String message(JsonObject error, Sender sender) {
    String message =
        BoundedJson.text(error, "message")
            .map(m -> ProviderText.clip(m, sender.credential()))
            .orElse("no reason given");
    return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
  }

  private static String advice(int status, ReceivedResponse response, Sender sender) {
    String needed =
        response
            .header("x-accepted-github-permissions")
            .filter(h -> h.matches("[a-z_=,; ]{1,100}"))
            .map(h -> " GitHub asks for " + h + ".")
            .orElse("");
    return switch (status) {
      case UNAUTHORIZED ->
          " The credential of %s is not accepted: it is wrong, has expired or was revoked."
              .formatted(sender.setting());
      case FORBIDDEN ->
          " The credential of %s lacks a permission.".formatted(sender.setting()) + needed;
      case NOT_FOUND ->
          " It does not exist, or the credential of %s may not see it.".formatted(sender.setting())
              + needed;
      default -> "";
    };
  }

  @Override
  public void close() {
    client.close();
  }
}

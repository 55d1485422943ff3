package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.app.Fence;
import dev.rollbackbot.gateway.HttpDoor;
import dev.rollbackbot.gateway.HttpDoor.NoAnswer;
import dev.rollbackbot.gateway.HttpDoor.Trouble;
import dev.rollbackbot.gateway.Json;
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
final class Api implements AutoCloseable {
  private static final int READ_TRIES = 2;

  /** Where Cloudflare doesn't say how long to wait. */
  private static final Duration UNSAID_WAIT = Duration.ofSeconds(5);

  private static final String UNREADABLE = "unreadable-answer";

  private final CloudflareOptions options;
  private final InstantSource clock;
  private final HttpDoor door;

  Api(CloudflareOptions options, InstantSource clock) {
    this.options = options;
    this.clock = clock;
    this.door = new HttpDoor(options.connectTimeout());
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
  JsonObject read(String path, Patience patience) throws Unread {
    Answer answer = get(path);
    for (int tries = 1; ; ) {
      switch (answer) {
        case Answer.Told told -> {
          return told.envelope();
        }
        case Answer.Limited limited -> {
          if (!patience.await(limited.pause())) {
            throw new Unread(limited);
          }
        }
        case Answer.Refused refused -> {
          if (!refused.serverError() || tries++ >= READ_TRIES) {
            throw new Unread(refused);
          }
        }
        case Answer.Silence silence -> {
          if (Thread.currentThread().isInterrupted() || tries++ >= READ_TRIES) {
            throw new Unread(silence);
          }
        }
      }
      answer = get(path);
    }
  }

  /** A success that lacks what was asked for. */
  static Unread unreadable(String why) {
    return new Unread(
        new Answer.Silence(true, UNREADABLE, "Cloudflare's answer is unreadable: " + why + "."));
  }

  Answer get(String path) {
    return call(new HttpGet(uri(path)), () -> true);
  }

  /** Asks for a change, if the fence still holds when the request is about to be sent. */
  Answer post(String path, Optional<JsonObject> body, Fence fence) {
    HttpPost post = new HttpPost(uri(path));
    byte[] bytes = body.map(Object::toString).orElse("").getBytes(StandardCharsets.UTF_8);
    post.setEntity(
        new ByteArrayEntity(bytes, body.isPresent() ? ContentType.APPLICATION_JSON : null));
    return call(post, fence);
  }

  Answer delete(String path) {
    return call(new HttpDelete(uri(path)), () -> true);
  }

  private URI uri(String path) {
    return URI.create(options.baseUrl() + path);
  }

  private Answer call(HttpUriRequestBase request, Fence fence) {
    request.setHeader("Authorization", "Bearer " + options.token());
    request.setHeader("Accept", "application/json");
    return switch (door.exchange(
        request, fence::holds, options.responseTimeout(), options.limits().answerBytes())) {
      case NoAnswer none -> silence(none);
      case HttpDoor.Answer answer -> read(answer);
    };
  }

  private Answer silence(NoAnswer none) {
    String sentence;
    if (none.trouble() == Trouble.FORBIDDEN) {
      sentence = "Cloudflare was not asked: " + none.reason() + ".";
    } else if (!none.sent()) {
      sentence = "Cloudflare was not reached: " + none.reason() + ".";
    } else if (none.trouble() == Trouble.TIMEOUT) {
      sentence =
          "Cloudflare did not answer within " + HttpDoor.say(options.responseTimeout()) + ".";
    } else {
      sentence = "Cloudflare's answer was lost: " + none.reason() + ".";
    }
    String code = none.trouble().name().toLowerCase(Locale.ROOT).replace('_', '-');
    return new Answer.Silence(none.sent(), code, sentence);
  }

  private Answer read(HttpDoor.Answer answer) {
    if (answer.status() == 429) {
      return new Answer.Limited(
          answer
              .header("retry-after")
              .flatMap(h -> RetryAfter.parse(h, clock.instant()))
              .orElse(UNSAID_WAIT));
    }
    if (!answer.whole()) {
      return unreadable(answer, "it is longer than " + options.limits().answerBytes() + " bytes");
    }
    Optional<JsonObject> envelope =
        Json.parse(answer.body(), options.limits().jsonDepth())
            .filter(JsonObject.class::isInstance)
            .map(JsonValue::asJsonObject);
    if (envelope.isEmpty()) {
      return unreadable(answer, "it is no JSON object");
    }
    boolean good = answer.status() / 100 == 2;
    if (good && Json.is(envelope.get(), "success", true)) {
      return new Answer.Told(envelope.get());
    }
    return Json.is(envelope.get(), "success", false)
        ? refused(answer.status(), envelope.get())
        : unreadable(answer, "it does not say whether it succeeded");
  }

  /** An outage comes as a page of HTML: what matters is whose trouble it is. */
  private static Answer unreadable(HttpDoor.Answer answer, String why) {
    String sentence =
        answer.status() >= 500
            ? "Cloudflare itself is in trouble (HTTP %d).".formatted(answer.status())
            : "Cloudflare's answer (HTTP %d) is unreadable: %s.".formatted(answer.status(), why);
    return new Answer.Silence(true, UNREADABLE, sentence);
  }

  private Answer refused(int status, JsonObject envelope) {
    Optional<JsonObject> error =
        Json.objects(envelope, "errors").orElse(List.of()).stream().findFirst();
    String code =
        error
            .map(e -> Json.number(e, "code"))
            .filter(n -> n.isPresent())
            .map(n -> String.valueOf((long) n.getAsDouble()))
            .orElse("http-" + status);
    String message =
        error
            .flatMap(e -> Json.text(e, "message"))
            .map(m -> Words.clip(Redactor.redact(m, options.token())))
            .orElse("no reason given");
    return new Answer.Refused(
        status, code, message.endsWith(".") ? message.substring(0, message.length() - 1) : message);
  }

  Duration settle() {
    return options.settle();
  }

  Patience patience() {
    return new Patience(options.rateLimitPatience(), options.settle());
  }

  @Override
  public void close() {
    door.close();
  }
}

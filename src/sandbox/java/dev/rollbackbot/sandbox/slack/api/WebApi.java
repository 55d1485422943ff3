package dev.rollbackbot.sandbox.slack.api;

import static dev.rollbackbot.sandbox.shared.JsonHelper.object;
import static dev.rollbackbot.sandbox.slack.rules.SlackErrorException.refuseIf;

import dev.rollbackbot.sandbox.slack.rules.SlackErrorException;
import dev.rollbackbot.sandbox.slack.state.ApiCallLog;
import dev.rollbackbot.sandbox.slack.state.Credentials;
import dev.rollbackbot.sandbox.slack.state.SlackFaults;
import dev.rollbackbot.sandbox.slack.state.Workspace;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Calls a Web API method after checking token, scope and rate limit. */
public record WebApi(
    Workspace workspace,
    Map<String, ApiMethod> methods,
    Set<String> scopes,
    Credentials credentials,
    RateLimits rates,
    ApiCallLog log,
    BooleanSupplier throttled,
    SlackFaults faults) {
  private static final Set<String> OPENING = Set.of("views.open", "views.push");
  private static final Duration OUTAGE_WAIT = Duration.ofSeconds(1);

  /** {@code retryAfter} is positive for a 429. */
  record ApiResponse(int status, JsonObject body, Duration retryAfter) {}

  ApiResponse call(String name, String token, ApiArguments args) {
    ApiResponse response = answer(name, token, args);
    String channel = args.has("channel") ? args.get("channel") : args.get("channel_id");
    log.call(name, channel, response.body());
    return response;
  }

  private ApiResponse answer(String name, String token, ApiArguments args) {
    if (throttled.getAsBoolean()) {
      return tooMany(OUTAGE_WAIT);
    }
    try {
      SlackMethods.MethodSpec method =
          SlackMethods.find(name).orElseThrow(() -> new SlackErrorException("unknown_method"));
      authenticate(method, token);
      Duration wait = rates.take(method, args.get("channel"));
      if (wait.isPositive()) {
        return tooMany(wait);
      }
      refuseIf(OPENING.contains(name) && faults.expiresThisTrigger(), "expired_trigger_id");
      if (name.equals("chat.postMessage")) {
        faults
            .restriction(args.get("channel"))
            .ifPresent(code -> {
              throw new SlackErrorException(code);
            });
      }
      return ok(workspace.locked(() -> method(name).call(args).add("ok", true).build()));
    } catch (SlackErrorException refusal) {
      return ok(refusal.code().equals("missing_scope") ? scopeError(name) : refusal.json());
    }
  }

  private ApiMethod method(String name) {
    return Optional.ofNullable(methods.get(name))
        .orElseThrow(() -> new SlackErrorException("unknown_method"));
  }

  private void authenticate(SlackMethods.MethodSpec method, String token) {
    refuseIf(token.isEmpty(), "not_authed");
    boolean bot = token.equals(credentials.botToken());
    boolean app = token.equals(credentials.appToken());
    refuseIf(!bot && !app, "invalid_auth");
    refuseIf(bot && faults.tokenRevoked(), "token_revoked");
    refuseIf(bot && faults.botDeactivated(), "account_inactive");
    boolean allowed =
        switch (method.token()) {
          case BOT -> bot;
          case APP -> app;
          case ANY -> true;
        };
    refuseIf(!allowed, "not_allowed_token_type");
    Set<String> needed = method.scopes();
    refuseIf(
        bot && !needed.isEmpty() && needed.stream().noneMatch(scopes::contains), "missing_scope");
  }

  private JsonObject scopeError(String name) {
    Set<String> needed =
        SlackMethods.find(name).map(SlackMethods.MethodSpec::scopes).orElse(Set.of());
    return object()
        .add("ok", false)
        .add("error", "missing_scope")
        .add("needed", String.join(",", needed))
        .add("provided", String.join(",", scopes.stream().sorted().toList()))
        .build();
  }

  private static ApiResponse ok(JsonObject body) {
    return new ApiResponse(200, body, Duration.ZERO);
  }

  private static ApiResponse tooMany(Duration wait) {
    JsonObject body = object().add("ok", false).add("error", "ratelimited").build();
    return new ApiResponse(429, body, wait);
  }
}

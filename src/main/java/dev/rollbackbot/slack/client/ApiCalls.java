package dev.rollbackbot.slack.client;

import com.slack.api.methods.SlackApiException;
import com.slack.api.methods.SlackApiTextResponse;
import dev.rollbackbot.slack.client.SlackResult.ApiError;
import dev.rollbackbot.slack.client.SlackResult.CallFailed;
import dev.rollbackbot.slack.client.SlackResult.SlackError;
import dev.rollbackbot.slack.client.SlackResult.Throttled;
import dev.rollbackbot.slack.client.SlackResult.TokenRefused;
import dev.rollbackbot.slack.client.SlackResult.Unavailable;
import dev.rollbackbot.text.RetryAfter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Makes calls; errors of Slack and of the network become results, never exceptions. */
final class ApiCalls {
  private static final int TOO_MANY_REQUESTS = 429;
  private static final Duration SHORT_WAIT = Duration.ofSeconds(1);

  /** Slack's own failure: a retry may help. */
  private static final Set<String> TRANSIENT =
      Set.of(
          "internal_error",
          "fatal_error",
          "service_unavailable",
          "request_timeout",
          "team_added_to_org",
          "accesslimited");

  private static final String NEW_TOKEN =
      "set SLACK_BOT_TOKEN and restart, or change the file that SLACK_BOT_TOKEN_FILE names";

  private static final String REPLACE = ": install the app again and use its token: " + NEW_TOKEN;

  /** What to do about a token that Slack refuses. */
  private static final Map<String, String> TOKEN_REMEDIES =
      Map.of(
          "not_authed", ": " + NEW_TOKEN,
          "invalid_auth",
              ": use the app's bot token ("
                  + NEW_TOKEN
                  + "), or add the bot's address to the app's allowed IP addresses",
          "account_inactive", REPLACE,
          "token_revoked", REPLACE,
          "token_expired", REPLACE);

  private static final Set<String> RATE_LIMITS = Set.of("ratelimited", "rate_limited");

  private ApiCalls() {}

  interface ApiCall<R> {
    R execute() throws IOException, SlackApiException;
  }

  static <R extends SlackApiTextResponse> SlackResult<R> execute(
      String method, ApiCall<R> apiCall) {
    return execute(method, apiCall, _ -> List.of());
  }

  static <R extends SlackApiTextResponse> SlackResult<Boolean> done(
      String method, ApiCall<R> apiCall) {
    return execute(method, apiCall).map(_ -> true);
  }

  /** {@code messages} reads the details of an error. */
  static <R extends SlackApiTextResponse> SlackResult<R> execute(
      String method, ApiCall<R> apiCall, Function<R, List<String>> messages) {
    try {
      R response = apiCall.execute();
      if (response.isOk()) {
        return SlackResult.ok(response);
      }
      String code = Objects.requireNonNullElse(response.getError(), "unknown_error");
      List<String> details =
          code.equals("missing_scope") ? missingScopeHint(response) : messages.apply(response);
      return new CallFailed<>(error(method, code, details));
    } catch (SlackApiException e) {
      return new CallFailed<>(error(method, e));
    } catch (IOException e) {
      return SlackResult.unavailable("Slack does not answer " + method + ": " + e.getMessage());
    } catch (RuntimeException e) {
      // Gson's adapters throw for a wrong type, a number too large, an invalid date.
      return SlackResult.unavailable("Slack's answer to " + method + " can't be read");
    }
  }

  private static List<String> missingScopeHint(SlackApiTextResponse response) {
    return List.of(
        "the Slack app lacks the scope "
            + response.getNeeded()
            + ": add it and install the app again");
  }

  private static SlackError error(String method, String code, List<String> messages) {
    if (RATE_LIMITS.contains(code)) {
      return new Throttled(SHORT_WAIT);
    }
    String remedy = TOKEN_REMEDIES.get(code);
    if (remedy != null) {
      return new TokenRefused("Slack refuses the bot's token (" + code + ")" + remedy);
    }
    if (TRANSIENT.contains(code)) {
      return new Unavailable("Slack answers " + code + " to " + method);
    }
    return new ApiError(code, messages);
  }

  private static SlackError error(String method, SlackApiException exception) {
    int status = exception.getResponse().code();
    return status == TOO_MANY_REQUESTS
        ? new Throttled(
            Optional.ofNullable(exception.getResponse().header("Retry-After"))
                .flatMap(RetryAfter::seconds)
                .filter(wait -> wait.compareTo(SHORT_WAIT) > 0)
                .orElse(SHORT_WAIT))
        : new Unavailable("Slack answers HTTP " + status + " to " + method);
  }
}

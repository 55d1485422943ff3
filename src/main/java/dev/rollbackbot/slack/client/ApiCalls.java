package dev.rollbackbot.slack.client;

import com.slack.api.methods.SlackApiException;
import com.slack.api.methods.SlackApiTextResponse;
import dev.rollbackbot.slack.client.SlackResult.ApiError;
import dev.rollbackbot.slack.client.SlackResult.CallFailed;
import dev.rollbackbot.slack.client.SlackResult.SlackError;
import dev.rollbackbot.slack.client.SlackResult.Throttled;
import dev.rollbackbot.slack.client.SlackResult.Unavailable;
import dev.rollbackbot.text.RetryAfter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes one call and says what came of it; nothing is thrown for what Slack or the network do. */
final class ApiCalls {
  private static final int TOO_MANY = 429;
  private static final Duration SHORT_WAIT = Duration.ofSeconds(1);

  /** Slack's own trouble, or a token that somebody will put right: asking again may help. */
  private static final Set<String> PASSING =
      Set.of(
          "internal_error",
          "fatal_error",
          "service_unavailable",
          "request_timeout",
          "team_added_to_org",
          "accesslimited",
          "not_authed",
          "invalid_auth",
          "account_inactive",
          "token_revoked",
          "token_expired");

  private static final Set<String> RATE = Set.of("ratelimited", "rate_limited");

  private ApiCalls() {}

  /** One call. */
  interface ApiCall<R> {
    R execute() throws IOException, SlackApiException;
  }

  /**
   * Makes it.
   *
   * @param method as Slack names it
   */
  static <R extends SlackApiTextResponse> SlackResult<R> execute(
      String method, ApiCall<R> apiCall) {
    return execute(method, apiCall, _ -> List.of());
  }

  /** Makes one whose answer says nothing but that it was done. */
  static <R extends SlackApiTextResponse> SlackResult<Boolean> done(
      String method, ApiCall<R> apiCall) {
    return execute(method, apiCall).map(_ -> true);
  }

  /**
   * Makes it.
   *
   * @param messages what an answer says besides its error code
   */
  static <R extends SlackApiTextResponse> SlackResult<R> execute(
      String method, ApiCall<R> apiCall, Function<R, List<String>> messages) {
    try {
      R response = apiCall.execute();
      return response.isOk()
          ? SlackResult.ok(response)
          : new CallFailed<>(
              error(
                  method,
                  Optional.ofNullable(response.getError()).orElse("unknown_error"),
                  "missing_scope".equals(response.getError())
                      ? missingScopeHint(response)
                      : messages.apply(response)));
    } catch (SlackApiException e) {
      return new CallFailed<>(error(method, e));
    } catch (IOException e) {
      return new CallFailed<>(
          new Unavailable("Slack does not answer " + method + ": " + e.getMessage()));
    } catch (RuntimeException e) {
      // Gson throws what its adapters throw: for a wrong type, a number too large, a date that is
      // none.
      return new CallFailed<>(new Unavailable("Slack's answer to " + method + " can't be read"));
    }
  }

  /** What whoever looks after the app has to do. */
  private static List<String> missingScopeHint(SlackApiTextResponse response) {
    return List.of(
        "the Slack app lacks the scope "
            + response.getNeeded()
            + ": add it and install the app again");
  }

  private static SlackError error(String method, String code, List<String> messages) {
    if (RATE.contains(code)) {
      return new Throttled(SHORT_WAIT);
    }
    if (PASSING.contains(code)) {
      return new Unavailable("Slack answers " + code + " to " + method);
    }
    return new ApiError(code, messages);
  }

  private static SlackError error(String method, SlackApiException exception) {
    int status = exception.getResponse().code();
    if (status == TOO_MANY) {
      return new Throttled(retryAfter(exception.getResponse().header("Retry-After")));
    }
    return new Unavailable("Slack answers HTTP " + status + " to " + method);
  }

  private static Duration retryAfter(@Nullable String header) {
    return Optional.ofNullable(header)
        .flatMap(RetryAfter::seconds)
        .filter(w -> w.compareTo(SHORT_WAIT) > 0)
        .orElse(SHORT_WAIT);
  }
}

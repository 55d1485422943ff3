package dev.rollbackbot.slack.client;

import dev.rollbackbot.secret.Secret;
import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Puts the current bot token into each call, because the SDK keeps the one that it was given. Calls
 * with the app-level token stay as they are.
 */
final class CurrentTokenInterceptor implements Interceptor {
  /** Stands for the token in the SDK, so that the SDK can neither log nor keep it. */
  static final String PLACEHOLDER = "current-bot-token";

  private static final String AUTHORIZATION = "Authorization";

  private final Secret token;

  CurrentTokenInterceptor(Secret token) {
    this.token = token;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = chain.request();
    String given = request.header(AUTHORIZATION);
    return chain.proceed(
        given != null && given.endsWith(PLACEHOLDER)
            ? request.newBuilder().header(AUTHORIZATION, "Bearer " + token.value()).build()
            : request);
  }
}

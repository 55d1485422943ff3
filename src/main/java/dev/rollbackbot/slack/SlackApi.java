package dev.rollbackbot.slack;

import com.slack.api.Slack;
import com.slack.api.SlackConfig;
import com.slack.api.methods.MethodsClient;
import com.slack.api.methods.response.auth.AuthTestResponse;
import com.slack.api.model.ErrorResponseMetadata;
import com.slack.api.model.Usergroup;
import com.slack.api.model.view.View;
import com.slack.api.util.http.SlackHttpClient;
import dev.rollbackbot.app.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Slack's Web API. A call takes as long as the limit it was made with; nothing is retried here. */
final class SlackApi implements AutoCloseable {
  private final Slack slack;
  private final MethodsClient methods;
  private final OkHttpClient http;
  private final Optional<SlackHttpClient> own;

  private SlackApi(Slack slack, String token, OkHttpClient http, Optional<SlackHttpClient> own) {
    this.slack = slack;
    this.methods = slack.methods(token);
    this.http = http;
    this.own = own;
  }

  /** One of these is enough for a process: the SDK keeps threads for each. */
  static SlackApi open(SlackOptions options) {
    int millis = (int) options.callLimit().toMillis();
    SlackConfig config = new SlackConfig();
    config.setMethodsEndpointUrlPrefix(options.apiUrl().toString());
    config.setPrettyResponseLoggingEnabled(false);
    config.setStatsEnabled(false);
    config.setHttpClientCallTimeoutMillis(millis);
    config.setHttpClientReadTimeoutMillis(millis);
    config.setHttpClientWriteTimeoutMillis(millis);
    OkHttpClient http = guarded(config, options.limits());
    SlackHttpClient own = new SlackHttpClient(http);
    own.setConfig(config);
    return new SlackApi(Slack.getInstance(config, own), options.botToken(), http, Optional.empty());
  }

  private static OkHttpClient guarded(SlackConfig config, Limits limits) {
    return SlackHttpClient.buildOkHttpClient(config)
        .newBuilder()
        // It would send a post again whose answer was lost; we look for that one first.
        .retryOnConnectionFailure(false)
        .addInterceptor(new BoundedAnswers(limits.answerBytes(), limits.jsonDepth()))
        .addNetworkInterceptor(new Fencing())
        .build();
  }

  /** The same, for calls that somebody waits for. */
  SlackApi within(Duration patience, String token) {
    SlackHttpClient quick = new SlackHttpClient(http.newBuilder().callTimeout(patience).build());
    SlackConfig config = slack.getConfig();
    quick.setConfig(config);
    return new SlackApi(
        Slack.getInstance(config, quick), token, quick.getOkHttpClient(), Optional.of(quick));
  }

  Slack sdk() {
    return slack;
  }

  /** The bot's own user id. */
  Reply<String> whoAmI() {
    return Calls.make("auth.test", () -> methods.authTest(r -> r)).map(AuthTestResponse::getUserId);
  }

  ConversationsApi conversations() {
    return new ConversationsApi(methods);
  }

  MessagesApi messages() {
    return new MessagesApi(methods);
  }

  SlackFiles files() {
    return new SlackFiles(methods, http);
  }

  // People.

  Reply<List<Usergroup>> groups() {
    return Calls.make("usergroups.list", () -> methods.usergroupsList(r -> r))
        .map(r -> ResultPage.present(r.getUsergroups()));
  }

  Reply<List<String>> groupMembers(String group) {
    return Calls.make(
            "usergroups.users.list", () -> methods.usergroupsUsersList(r -> r.usergroup(group)))
        .map(r -> ResultPage.present(r.getUsers()));
  }

  // Modals.

  Reply<Boolean> open(String trigger, View view) {
    return Calls.make(
            "views.open",
            () -> methods.viewsOpen(r -> r.triggerId(trigger).view(view)),
            r -> messages(r.getResponseMetadata()))
        .map(_ -> true);
  }

  Reply<Boolean> push(String trigger, View view) {
    return Calls.make(
            "views.push",
            () -> methods.viewsPush(r -> r.triggerId(trigger).view(view)),
            r -> messages(r.getResponseMetadata()))
        .map(_ -> true);
  }

  /**
   * Draws a modal anew.
   *
   * @param hash of the modal as it was seen: a newer one stays
   */
  Reply<Boolean> redraw(String id, String hash, View view) {
    return Calls.make(
            "views.update",
            () -> methods.viewsUpdate(r -> r.viewId(id).hash(hash).view(view)),
            r -> messages(r.getResponseMetadata()))
        .map(_ -> true);
  }

  static List<String> messages(@Nullable ErrorResponseMetadata metadata) {
    return metadata == null ? List.of() : ResultPage.present(metadata.getMessages());
  }

  @Override
  public void close() {
    try {
      slack.close();
      if (own.isEmpty()) {
        slack.getConfig().close();
      }
    } catch (Exception e) {
      throw new IllegalStateException("Slack's client did not close", e);
    }
  }
}

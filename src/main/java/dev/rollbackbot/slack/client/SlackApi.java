package dev.rollbackbot.slack.client;

import com.slack.api.Slack;
import com.slack.api.SlackConfig;
import com.slack.api.methods.MethodsClient;
import com.slack.api.methods.response.auth.AuthTestResponse;
import com.slack.api.model.ErrorResponseMetadata;
import com.slack.api.model.User;
import com.slack.api.model.Usergroup;
import com.slack.api.model.view.View;
import com.slack.api.util.http.SlackHttpClient;
import dev.rollbackbot.app.InboundLimits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Slack's Web API. Each call has a time limit and is never retried here. */
public final class SlackApi implements AutoCloseable {
  private final Slack slack;
  private final MethodsClient methods;
  private final OkHttpClient http;
  private final boolean sharesConfig;

  private SlackApi(Slack slack, OkHttpClient http, boolean sharesConfig) {
    this.slack = slack;
    this.methods = slack.methods(CurrentTokenInterceptor.PLACEHOLDER);
    this.http = http;
    this.sharesConfig = sharesConfig;
  }

  /** Once a process: the SDK keeps threads for each. */
  static SlackApi open(SlackOptions options) {
    int millis = (int) options.callLimit().toMillis();
    SlackConfig config = new SlackConfig();
    config.setMethodsEndpointUrlPrefix(options.apiUrl().toString());
    config.setPrettyResponseLoggingEnabled(false);
    config.setStatsEnabled(false);
    config.setHttpClientCallTimeoutMillis(millis);
    config.setHttpClientReadTimeoutMillis(millis);
    config.setHttpClientWriteTimeoutMillis(millis);
    OkHttpClient http = withInterceptors(config, options);
    return of(config, http, false);
  }

  private static SlackApi of(SlackConfig config, OkHttpClient http, boolean sharesConfig) {
    SlackHttpClient client = new SlackHttpClient(http);
    client.setConfig(config);
    return new SlackApi(Slack.getInstance(config, client), http, sharesConfig);
  }

  private static OkHttpClient withInterceptors(SlackConfig config, SlackOptions options) {
    InboundLimits inboundLimits = options.inboundLimits();
    return SlackHttpClient.buildOkHttpClient(config)
        .newBuilder()
        // It would repeat a post whose response was lost; we search for that post first.
        .retryOnConnectionFailure(false)
        .addInterceptor(new ClosedConnectionInterceptor())
        .addInterceptor(
            new ResponseLimitInterceptor(inboundLimits.responseBytes(), inboundLimits.jsonDepth()))
        .addInterceptor(new CurrentTokenInterceptor(options.botToken()))
        .addNetworkInterceptor(new LeaseInterceptor())
        .addNetworkInterceptor(new ClosedConnectionInterceptor.Check())
        .build();
  }

  SlackApi withTimeout(Duration timeout) {
    return of(slack.getConfig(), http.newBuilder().callTimeout(timeout).build(), true);
  }

  public Slack sdk() {
    return slack;
  }

  /** What the SDK takes for the bot's token; each request gets the current one instead. */
  public String token() {
    return CurrentTokenInterceptor.PLACEHOLDER;
  }

  /** The bot's own user id. */
  public SlackResult<String> whoAmI() {
    return ApiCalls.execute("auth.test", () -> methods.authTest(r -> r))
        .map(AuthTestResponse::getUserId);
  }

  /** What the token may do: its scopes, which Slack names with every answer. */
  SlackResult<Set<String>> scopes() {
    return ApiCalls.execute("auth.test", () -> methods.authTest(r -> r))
        .map(r ->
            r.getHttpResponseHeaders() == null
                ? null
                : r.getHttpResponseHeaders().entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase("X-OAuth-Scopes"))
                    .flatMap(header -> header.getValue().stream())
                    .flatMap(value -> Stream.of(value.split(",", -1)))
                    .map(String::strip)
                    .collect(Collectors.toSet()));
  }

  /** The workspace that the token belongs to. */
  SlackResult<HomeTeam> home() {
    return ApiCalls.execute("auth.test", () -> methods.authTest(r -> r))
        .map(r -> r.getTeamId() == null ? null : new HomeTeam(r.getTeamId()));
  }

  record HomeTeam(String id) {}

  SlackResult<User> person(String id) {
    return ApiCalls.execute("users.info", () -> methods.usersInfo(r -> r.user(id)))
        .map(r -> r.getUser());
  }

  public ConversationsApi conversations() {
    return new ConversationsApi(methods);
  }

  public MessagesApi messages() {
    return new MessagesApi(methods);
  }

  public FilesApi files() {
    return new FilesApi(methods, http);
  }

  /** Those that are not disabled, with the number of their members. */
  SlackResult<List<Usergroup>> groups() {
    return ApiCalls.execute(
            "usergroups.list", () -> methods.usergroupsList(r -> r.includeCount(true)))
        .map(r -> ResultPage.present(r.getUsergroups()));
  }

  SlackResult<List<String>> groupMembers(String group) {
    return ApiCalls.execute(
            "usergroups.users.list", () -> methods.usergroupsUsersList(r -> r.usergroup(group)))
        .map(r -> ResultPage.present(r.getUsers()));
  }

  /** The id of the view that has opened; empty if Slack does not say it. */
  public SlackResult<String> open(String trigger, View view) {
    return ApiCalls.execute(
            "views.open",
            () -> methods.viewsOpen(r -> r.triggerId(trigger).view(view)),
            r -> messages(r.getResponseMetadata()))
        .map(r -> idOf(r.getView()));
  }

  /** The same. */
  public SlackResult<String> push(String trigger, View view) {
    return ApiCalls.execute(
            "views.push",
            () -> methods.viewsPush(r -> r.triggerId(trigger).view(view)),
            r -> messages(r.getResponseMetadata()))
        .map(r -> idOf(r.getView()));
  }

  private static String idOf(@Nullable View view) {
    return view == null || view.getId() == null ? "" : view.getId();
  }

  /** Updates a modal, whatever it shows by now. */
  public SlackResult<Boolean> updateView(String id, View view) {
    return updateView(id, Optional.empty(), view);
  }

  /** Updates the modal that was given this id of ours. */
  public SlackResult<Boolean> updateOwnView(String externalId, View view) {
    return ApiCalls.execute(
            "views.update",
            () -> methods.viewsUpdate(r -> r.externalId(externalId).view(view)),
            r -> messages(r.getResponseMetadata()))
        .map(_ -> true);
  }

  /** Updates a modal unless it changed since it had this hash; empty: whatever it shows. */
  public SlackResult<Boolean> updateView(String id, Optional<String> hash, View view) {
    return ApiCalls.execute(
            "views.update",
            () -> methods.viewsUpdate(r -> r.viewId(id).hash(hash.orElse(null)).view(view)),
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
      if (!sharesConfig) {
        slack.getConfig().close();
      }
    } catch (Exception e) {
      throw new IllegalStateException("the Slack client did not close", e);
    }
  }
}

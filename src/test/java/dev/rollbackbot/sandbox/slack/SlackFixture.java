package dev.rollbackbot.sandbox.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.slack.api.SlackConfig;
import com.slack.api.methods.MethodsClient;
import com.slack.api.model.view.View;
import com.slack.api.model.view.ViewState;
import dev.rollbackbot.Waiting;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import dev.rollbackbot.sandbox.slack.state.AppManifest;
import dev.rollbackbot.sandbox.slack.state.PageEvent;
import dev.rollbackbot.sandbox.slack.state.SlackLimits;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;

/** The stand-in behind an HTTP server, with the SDK's client and a bot. */
public final class SlackFixture implements AutoCloseable {
  public static final String REQUESTER = "U0REQUESTER";
  public static final String INCIDENTS = "C0INCIDENTS";

  /** For tests of a bot that does not answer; a busy machine answers the other requests in it. */
  public static final Duration SHORT_LIMIT = Duration.ofSeconds(3);

  public final SettableClock clock = new SettableClock();
  public final AtomicBoolean throttled = new AtomicBoolean();
  public final Queue<PageEvent> events = new ConcurrentLinkedQueue<>();
  public final SlackStandIn slack;
  public final BotStub bot;
  public final com.slack.api.Slack sdk;
  public final MethodsClient client;

  private final Server server = new Server();
  private final HttpClient http = HttpClient.newHttpClient();

  public SlackFixture(String... extraScopes) throws Exception {
    this(Waiting.LIMIT, extraScopes);
  }

  /** With the time that the bot has for an acknowledgement. */
  public SlackFixture(Duration acknowledge, String... extraScopes) throws Exception {
    this(acknowledge, Set.of(extraScopes), Set.of());
  }

  /** Of an app that was installed before the manifest asked for that scope. */
  public static SlackFixture without(String scope) throws Exception {
    return new SlackFixture(Waiting.LIMIT, Set.of(), Set.of(scope));
  }

  private SlackFixture(Duration acknowledge, Set<String> extraScopes, Set<String> missingScopes)
      throws Exception {
    server.addConnector(new ServerConnector(server));
    slack = new SlackStandIn(options(acknowledge, extraScopes, missingScopes));
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback)
              throws Exception {
            return slack.handle(request, response, callback);
          }
        });
    server.start();
    bot = new BotStub(slack.signingSecret());
    slack.deliverTo(bot.url());
    SlackConfig config = new SlackConfig();
    config.setMethodsEndpointUrlPrefix(address() + "/api/");
    config.setPrettyResponseLoggingEnabled(false);
    sdk = com.slack.api.Slack.getInstance(config);
    client = sdk.methods(slack.botToken());
  }

  private SlackStandInOptions options(
      Duration acknowledge, Set<String> extraScopes, Set<String> missingScopes) {
    AppManifest real = AppManifest.read(Path.of("manifest.yml"));
    Set<String> scopes = new HashSet<>(real.scopes());
    scopes.addAll(extraScopes);
    scopes.removeAll(missingScopes);
    SlackLimits limits =
        new SlackLimits(
            acknowledge,
            Duration.ofSeconds(3),
            Duration.ofMinutes(30),
            Duration.ofMillis(300),
            Duration.ofMinutes(1),
            5);
    return new SlackStandInOptions(
        new AppManifest(scopes, real.commands(), true),
        limits,
        clock,
        "127.0.0.1",
        this::address,
        throttled::get,
        events::add);
  }

  public URI address() {
    int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    return URI.create("http://127.0.0.1:" + port);
  }

  /** A raw Web API call, which may be invalid. */
  public HttpResponse<String> raw(String method, String token, Map<String, String> args)
      throws IOException, InterruptedException {
    String form =
        args.entrySet().stream()
            .map(each ->
                each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address() + "/api/" + method))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** The JSON of a call with the bot's token. */
  public JsonObject call(String method, Map<String, String> args)
      throws IOException, InterruptedException {
    return JsonHelper.parseObject(raw(method, slack.botToken(), args).body()).orElseThrow();
  }

  public HttpResponse<String> post(String url, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  public HttpResponse<String> get(String url) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Posts blocks to #incidents and returns the response. */
  public JsonObject postBlocks(String blocks) throws IOException, InterruptedException {
    return call(
        "chat.postMessage", Map.of("channel", INCIDENTS, "text", "fallback", "blocks", blocks));
  }

  /** Performs an action of the requester; the JSON may use single quotes. */
  public JsonObject act(String json) {
    JsonObject request = JsonHelper.parseObject(json.replace('\'', '"')).orElseThrow();
    return slack.act(JsonHelper.with(request, "user", REQUESTER));
  }

  /** Runs a slash command as the requester in #incidents. */
  public JsonObject slash(String text) {
    return act("{'type':'slash','channel':'C0INCIDENTS','text':'" + text + "'}");
  }

  /** A fresh trigger id, taken from a slash command. */
  public String trigger() throws InterruptedException {
    slash("/rollback help");
    return bot.next().get("trigger_id");
  }

  /** Opens a modal for the requester. */
  public View open(String view) throws Exception {
    String trigger = trigger();
    var answer = client.viewsOpen(r -> r.triggerId(trigger).viewAsString(view));
    assertThat(answer.isOk()).as(answer.getError() + " " + answer.getResponseMetadata()).isTrue();
    return answer.getView();
  }

  /** The ids of the modals that the requester has open. */
  public List<String> openViews() {
    return JsonHelper.each(slack.state(REQUESTER).getJsonArray("views"))
        .map(view -> JsonHelper.text(view, "id"))
        .toList();
  }

  /** The value of a field of a view. */
  public static ViewState.Value field(View view, String block, String action) {
    var actions = Objects.requireNonNull(view.getState().getValues().get(block), block);
    return Objects.requireNonNull(actions.get(action), action);
  }

  @Override
  public void close() {
    slack.close();
    bot.close();
    LifeCycle.stop(server);
    try {
      sdk.close();
    } catch (Exception e) {
      throw new IllegalStateException("the SDK did not close", e);
    }
  }
}

package dev.rollbackbot.sandbox.slack;

import static dev.rollbackbot.sandbox.shared.JsonHelper.object;
import static dev.rollbackbot.sandbox.shared.JsonHelper.text;

import dev.rollbackbot.sandbox.slack.api.ApiMethod;
import dev.rollbackbot.sandbox.slack.api.ChannelMethods;
import dev.rollbackbot.sandbox.slack.api.ChatMethods;
import dev.rollbackbot.sandbox.slack.api.FileMethods;
import dev.rollbackbot.sandbox.slack.api.HistoryMethods;
import dev.rollbackbot.sandbox.slack.api.PeopleMethods;
import dev.rollbackbot.sandbox.slack.api.PinMethods;
import dev.rollbackbot.sandbox.slack.api.RateLimits;
import dev.rollbackbot.sandbox.slack.api.SlackRoutes;
import dev.rollbackbot.sandbox.slack.api.ViewMethods;
import dev.rollbackbot.sandbox.slack.api.WebApi;
import dev.rollbackbot.sandbox.slack.delivery.Deliveries;
import dev.rollbackbot.sandbox.slack.delivery.InteractionPayloads;
import dev.rollbackbot.sandbox.slack.delivery.SocketModeServer;
import dev.rollbackbot.sandbox.slack.page.ElementActions;
import dev.rollbackbot.sandbox.slack.page.MessageComposer;
import dev.rollbackbot.sandbox.slack.page.ModalActions;
import dev.rollbackbot.sandbox.slack.page.PageState;
import dev.rollbackbot.sandbox.slack.page.UserActions;
import dev.rollbackbot.sandbox.slack.page.UserMessages;
import dev.rollbackbot.sandbox.slack.rules.SlackErrorException;
import dev.rollbackbot.sandbox.slack.state.ApiCallLog;
import dev.rollbackbot.sandbox.slack.state.AppManifest;
import dev.rollbackbot.sandbox.slack.state.Credentials;
import dev.rollbackbot.sandbox.slack.state.MessageStore;
import dev.rollbackbot.sandbox.slack.state.ResponseUrls;
import dev.rollbackbot.sandbox.slack.state.SlackFaults;
import dev.rollbackbot.sandbox.slack.state.SlackLimits;
import dev.rollbackbot.sandbox.slack.state.Triggers;
import dev.rollbackbot.sandbox.slack.state.UploadedFiles;
import dev.rollbackbot.sandbox.slack.state.ViewStack;
import dev.rollbackbot.sandbox.slack.state.Workspace;
import jakarta.json.JsonObject;
import java.net.URI;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The stand-in for Slack. The bot uses HTTP ({@link #handle}) and a WebSocket server; the page uses
 * {@link #state} and {@link #act}. Thread-safe.
 */
public final class SlackStandIn implements AutoCloseable {
  private final Workspace workspace;
  private final SlackFaults faults;
  private final UploadedFiles files;
  private final MessageStore posts;
  private final ViewStack views;
  private final Triggers triggers;
  private final ResponseUrls responseUrls;
  private final RateLimits rates;
  private final ApiCallLog log;
  private final Credentials credentials;
  private final SocketModeServer sockets;
  private final Deliveries deliveries;
  private final AppManifest manifest;
  private final SlackRoutes routes;
  private final MessageComposer composer;
  private final ElementActions elementActions;
  private final ModalActions modals;

  public SlackStandIn(SlackStandInOptions options) {
    SlackLimits limits = options.limits();
    manifest = options.manifest();
    workspace = new Workspace(options.clock(), options.page());
    faults = new SlackFaults(workspace);
    files = new UploadedFiles(options.address());
    posts = new MessageStore(workspace, files);
    views = new ViewStack(workspace);
    triggers = new Triggers(options.clock(), workspace.ids, limits.trigger());
    responseUrls = new ResponseUrls(workspace, posts, limits.responseUrl(), options.address());
    rates = new RateLimits(options.clock(), limits);
    log = new ApiCallLog(options.clock());
    credentials = Credentials.fresh(workspace.ids);
    sockets = SocketModeServer.start(options.bindAddress(), limits.redeliver(), faults);
    deliveries =
        new Deliveries(sockets, credentials, log, options.clock(), limits.acknowledge(), faults);
    WebApi api =
        new WebApi(
            workspace,
            methods(options),
            manifest.scopes(),
            credentials,
            rates,
            log,
            options.throttled(),
            faults);
    routes = new SlackRoutes(workspace, api, files, responseUrls, manifest.scopes());
    InteractionPayloads payloads = new InteractionPayloads(workspace, credentials, views);
    UserActions actions =
        new UserActions(
            workspace, posts, views, triggers, responseUrls, payloads, deliveries, manifest);
    composer = new MessageComposer(actions);
    elementActions = new ElementActions(actions);
    modals = new ModalActions(actions);
  }

  private Map<String, ApiMethod> methods(SlackStandInOptions options) {
    Map<String, ApiMethod> methods = new HashMap<>();
    new ChatMethods(workspace, posts, options.address()).addTo(methods);
    new ChannelMethods(workspace, posts, manifest.scopes()).addTo(methods);
    new HistoryMethods(workspace).addTo(methods);
    new ViewMethods(views, triggers).addTo(methods);
    new PeopleMethods(workspace, options.address()).addTo(methods);
    new FileMethods(workspace, files, posts).addTo(methods);
    new PinMethods(workspace).addTo(methods);
    methods.put(
        "apps.connections.open",
        args -> object().add("url", sockets.newUrl(options.address().get().getHost())));
    return methods;
  }

  /**
   * Handles {@code /api/…}, {@code /upload/…}, {@code /files/…} and {@code /response/…}; false,
   * with nothing written, for other paths.
   */
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    return routes.handle(request, response, callback);
  }

  /** Sends signed POSTs to this URL while no Socket Mode client is connected. */
  public void deliverTo(URI botUrl) {
    deliveries.deliverTo(botUrl);
  }

  public SlackFaults faults() {
    return faults;
  }

  public String botToken() {
    return credentials.botToken();
  }

  public String appToken() {
    return credentials.appToken();
  }

  public String signingSecret() {
    return credentials.signingSecret();
  }

  /** {@code http}, or {@code socket} while a client is connected in Socket Mode. */
  public String transport() {
    return sockets.connected() ? "socket" : "http";
  }

  /** Ends the Socket Mode connections; with the reason {@code warning} they stay open. */
  public void disconnectSockets(String reason) {
    sockets.disconnect(reason);
  }

  /**
   * Everything that one user sees: {@code {user, users, groups, channels, messages, views,
   * commands}}.
   *
   * @throws IllegalArgumentException if the user does not exist
   */
  public JsonObject state(String user) {
    return workspace.locked(() -> {
      if (!workspace.users.containsKey(user)) {
        throw new IllegalArgumentException("there is no user " + user);
      }
      return new PageState(workspace, posts, views, manifest).of(user);
    });
  }

  /**
   * Performs an action of a user and waits for the bot as long as Slack does.
   *
   * @return {@code {ok: true, …}} or {@code {ok: false, error, shown?, errors?}}
   */
  public JsonObject act(JsonObject request) {
    try {
      return switch (text(request, "type")) {
        case "slash" -> composer.slash(request);
        case "message" -> composer.message(request);
        case "action" -> elementActions.onMessage(request);
        case "view_action" -> elementActions.onView(request);
        case "view_submit" -> modals.submit(request);
        case "view_close" -> modals.close(request);
        case "options" -> elementActions.options(request);
        default -> throw new SlackErrorException("unknown_act");
      };
    } catch (SlackErrorException refusal) {
      return UserMessages.refusal(refusal);
    }
  }

  /** Returns {@code {apiCalls, deliveries}}. */
  public JsonObject inspect() {
    return object().add("apiCalls", log.calls()).add("deliveries", log.deliveries()).build();
  }

  /** From now on the workspace has these user groups and channels too. */
  public void add(Collection<String> groups, Collection<String> channels) {
    workspace.locked(() -> {
      workspace.add(groups, channels);
      return true;
    });
  }

  /** Restores the state of the start; tokens and connections stay. */
  public void reset() {
    workspace.locked(() -> {
      workspace.reset();
      files.clear();
      views.clear();
      triggers.clear();
      responseUrls.clear();
      rates.clear();
      sockets.clear();
      log.clear();
      faults.clear();
      return true;
    });
  }

  @Override
  public void close() {
    deliveries.close();
    sockets.close();
  }
}

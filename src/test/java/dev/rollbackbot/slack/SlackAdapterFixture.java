package dev.rollbackbot.slack;

import dev.rollbackbot.Waiting;
import dev.rollbackbot.app.Chat;
import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.app.IncidentStore;
import dev.rollbackbot.app.chart.MeasuredCharts;
import dev.rollbackbot.app.payload.PayloadInbox;
import dev.rollbackbot.app.payload.WaitingPayload;
import dev.rollbackbot.app.readiness.KeptReadiness;
import dev.rollbackbot.app.readiness.PlanReader;
import dev.rollbackbot.app.readiness.ReadinessGauges;
import dev.rollbackbot.app.readiness.RollbackReadiness;
import dev.rollbackbot.gateway.ProviderGateway;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.sandbox.slack.SlackStandIn;
import dev.rollbackbot.sandbox.slack.SlackStandInOptions;
import dev.rollbackbot.sandbox.slack.state.AppManifest;
import dev.rollbackbot.sandbox.slack.state.SlackLimits;
import dev.rollbackbot.secret.Secret;
import dev.rollbackbot.slack.client.SlackApi;
import dev.rollbackbot.slack.client.SlackClient;
import dev.rollbackbot.slack.client.SlackOptions;
import dev.rollbackbot.slack.inbound.SlackInbound;
import dev.rollbackbot.slack.inbound.preview.Previews;
import dev.rollbackbot.slack.outbound.SlackChat;
import dev.rollbackbot.slack.readiness.WorkspaceReadiness;
import dev.rollbackbot.web.WebServer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;

/** The Slack adapter behind its real HTTP endpoint, with the strict stand-in for Slack. */
public final class SlackAdapterFixture implements AutoCloseable {
  public static final String INCIDENTS = "C0INCIDENTS";
  public static final String REQUESTER = "U0REQUESTER";
  public static final String APPROVER = "U0APPROVER";
  public static final String STAKEHOLDER = "U0STAKEHOLD";

  public static final Duration ROLES_WITHIN = Duration.ofMinutes(1);

  private static final Duration MINUTE = Duration.ofMillis(300);
  private static final int BURST = 10_000;

  public final AtomicBoolean throttled = new AtomicBoolean();

  /** The one method that is answered with 503; empty: none. */
  public final AtomicReference<String> unavailable = new AtomicReference<>("");

  public final InMemoryIncidents incidents = new InMemoryIncidents();
  private final KeptReadiness readiness = new KeptReadiness();
  public final SlackStandIn slack;
  public final SlackClient client;
  final SlackChat chat;
  public final SlackInbound inbound;
  public final SlackApi api;
  public final WebServer web;

  private final Server server = new Server();
  private final AtomicInteger keys = new AtomicInteger();

  public SlackAdapterFixture(String... missingScopes) throws Exception {
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    slack = new SlackStandIn(standIn(missingScopes));
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback)
              throws Exception {
            if (request.getHttpURI().getPath().equals("/api/" + unavailable.get())) {
              response.setStatus(503);
              callback.succeeded();
              return true;
            }
            return slack.handle(request, response, callback);
          }
        });
    server.start();
    client = new SlackClient(options("#incidents"), incidents, Clock.systemUTC());
    api = client.api();
    chat = chat(client, Clock.systemUTC());
    inbound = inbound(Clock.systemUTC());
    web =
        WebServer.start(
            new WebServer.WebServerOptions(
                "127.0.0.1",
                0,
                Optional.empty(),
                Optional.of(inbound.endpoint()),
                Optional.empty(),
                InboundLimits.defaults(),
                Map.of(),
                () -> ""));
    slack.deliverTo(web.address());
  }

  /** With a clock of its own. */
  public SlackInbound inbound(InstantSource clock) {
    return new SlackInbound(
        client,
        chat.mentions(),
        incidents,
        incidents,
        new RunbookFixtures(),
        new NoFirings(),
        new NothingWaits(),
        previews(new ProviderGateway(Map.of(), clock), clock),
        clock);
  }

  private Previews previews(ProviderGateway gateway, InstantSource clock) {
    PlanReader plans = new PlanReader(gateway, incidents::rollbackHistory, clock);
    return new Previews(
        plans,
        new RollbackReadiness(
            new WorkspaceReadiness(client),
            gateway,
            plans,
            _ -> List.of(),
            Set.of(),
            _ -> List.of(),
            clock),
        readiness,
        new ReadinessGauges(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)),
        chat::printChecklist);
  }

  private SlackStandInOptions standIn(String... missingScopes) {
    AppManifest real = AppManifest.read(Path.of("manifest.yml"));
    Set<String> scopes = new HashSet<>(real.scopes());
    List.of(missingScopes).forEach(scopes::remove);
    SlackLimits limits =
        new SlackLimits(
            Waiting.LIMIT,
            Waiting.LIMIT,
            Duration.ofMinutes(30),
            Duration.ofMillis(300),
            MINUTE,
            BURST);
    return new SlackStandInOptions(
        new AppManifest(scopes, real.commands(), true),
        limits,
        Clock.systemUTC(),
        "127.0.0.1",
        this::address,
        throttled::get,
        _ -> {});
  }

  public URI address() {
    int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    return URI.create("http://127.0.0.1:" + port);
  }

  public SlackOptions options(String incidentsChannel) {
    return SlackOptions.of(
            URI.create(address() + "/api/"),
            Secret.fixed(slack.botToken()),
            Optional.of(Secret.fixed(slack.signingSecret())),
            Optional.of(Secret.fixed(slack.appToken())),
            incidentsChannel,
            Waiting.LIMIT,
            InboundLimits.defaults())
        .within(Waiting.LIMIT);
  }

  public SlackChat chat(SlackClient client, InstantSource clock) {
    return new SlackChat(
        client,
        incidents,
        incidents,
        incidents,
        new MeasuredCharts((_, _, _, _) -> List.of()),
        readiness,
        clock);
  }

  public Chat.DeliveryResult deliver(Incident incident, Effect.ForChat effect) {
    return deliver("key-" + keys.incrementAndGet(), incident, effect, false);
  }

  public Chat.DeliveryResult deliver(
      String key, Incident incident, Effect.ForChat effect, boolean maybeDone) {
    return chat.deliver(new Chat.Delivery(key, incident, effect, maybeDone, () -> true));
  }

  /** Performs a user action; the JSON may use single quotes. */
  JsonObject act(String person, String json) {
    JsonObjectBuilder act = Json.createObjectBuilder(json(json.replace('\'', '"')));
    return slack.act(act.add("user", person).build());
  }

  public JsonObject slash(String person, String text) {
    return act(person, "{'type':'slash','channel':'C0INCIDENTS','text':'/rollback " + text + "'}");
  }

  public JsonObject submit(String person, JsonObject view, String state) {
    return act(
        person,
        "{'type':'view_submit','view_id':'" + view.getString("id") + "','state':" + state + "}");
  }

  /** Presses the first element of a message whose action id has this prefix. */
  JsonObject press(String person, String channel, String ts, String actionId) {
    JsonObject message =
        messages(person, channel).stream()
            .filter(m -> m.getString("ts").equals(ts))
            .findFirst()
            .orElseThrow();
    for (JsonObject block : message.getJsonArray("blocks").getValuesAs(JsonObject.class)) {
      for (JsonObject element : elements(block)) {
        if (element.getString("action_id", "").startsWith(actionId)) {
          return act(
              person,
              "{'type':'action','channel':'%s','message_ts':'%s','block_id':'%s','action_id':'%s'}"
                  .formatted(
                      channel, ts, block.getString("block_id"), element.getString("action_id")));
        }
      }
    }
    throw new AssertionError("there is no " + actionId + " in " + message);
  }

  /** There is no database that could keep a payload. */
  private record NothingWaits() implements PayloadInbox {
    @Override
    public boolean hasWaiting(String person) {
      return false;
    }

    @Override
    public void store(WaitingPayload payload) {
      throw new IncidentStore.StoreUnavailable("there is no database here");
    }
  }

  private static List<JsonObject> elements(JsonObject block) {
    return block.containsKey("elements")
        ? block.getJsonArray("elements").getValuesAs(JsonObject.class)
        : block.containsKey("accessory") ? List.of(block.getJsonObject("accessory")) : List.of();
  }

  public List<JsonObject> messages(String person, String channel) {
    JsonArray all = slack.state(person).getJsonObject("messages").getJsonArray(channel);
    return all == null ? List.of() : all.getValuesAs(JsonObject.class);
  }

  public List<String> texts(String person, String channel) {
    return messages(person, channel).stream().map(m -> m.getString("text", "")).toList();
  }

  /** The ephemeral messages to that person, newest last. */
  public List<String> ephemerals(String person) {
    return messages(person, INCIDENTS).stream()
        .filter(m -> m.getBoolean("ephemeral", false))
        .map(m -> m.getString("text"))
        .toList();
  }

  public List<JsonObject> views(String person) {
    return slack.state(person).getJsonArray("views").getValuesAs(JsonObject.class);
  }

  public List<String> calls() {
    return slack.inspect().getJsonArray("apiCalls").getValuesAs(JsonObject.class).stream()
        .map(c -> c.getString("method"))
        .toList();
  }

  static JsonObject json(String text) {
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }

  public static Instant now() {
    return Instant.now();
  }

  public void stopSlack() {
    LifeCycle.stop(server);
  }

  @Override
  public void close() {
    // The stand-in keeps its connections to the bot open, and the bot's server waits for them.
    slack.close();
    web.close();
    inbound.close();
    client.close();
    LifeCycle.stop(server);
  }
}

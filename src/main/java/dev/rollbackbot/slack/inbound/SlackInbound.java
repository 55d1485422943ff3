package dev.rollbackbot.slack.inbound;

import dev.rollbackbot.app.IncidentCommands;
import dev.rollbackbot.app.IncidentStore;
import dev.rollbackbot.app.Readiness.ReadinessProblem;
import dev.rollbackbot.app.Runbooks;
import dev.rollbackbot.app.SlackEndpoint;
import dev.rollbackbot.app.payload.PayloadDecider;
import dev.rollbackbot.app.payload.PayloadInbox;
import dev.rollbackbot.app.trigger.TriggerRecords;
import dev.rollbackbot.secret.Secret;
import dev.rollbackbot.slack.client.SlackClient;
import dev.rollbackbot.slack.inbound.preview.BackgroundAnswers;
import dev.rollbackbot.slack.inbound.preview.Previews;
import dev.rollbackbot.slack.inbound.reply.EphemeralMessenger;
import dev.rollbackbot.slack.inbound.socket.SocketModeConnection;
import dev.rollbackbot.slack.view.blockkit.MentionLookup;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns Slack's payloads into commands, over HTTP or Socket Mode. */
public final class SlackInbound implements AutoCloseable {
  /** For a command, after the person's roles are known: a second in all, by default. */
  private static final Duration COMMIT = Duration.ofMillis(300);

  /** For keeping a payload after that second: Slack waits 3 s. */
  private static final Duration STORE = Duration.ofSeconds(1);

  private final SlackClient client;
  private final InstantSource clock;
  private final EphemeralMessenger ephemeral;
  private final BackgroundAnswers answers = new BackgroundAnswers();
  private final PayloadDecider decider;
  private final PayloadDispatcher dispatcher;
  private @Nullable SocketModeConnection connection;
  private boolean closed;

  /** The mentions are the outbound side's, which keeps them up to date. */
  public SlackInbound(
      SlackClient client,
      MentionLookup mentions,
      IncidentCommands commands,
      IncidentStore store,
      Runbooks runbooks,
      TriggerRecords triggers,
      PayloadInbox inbox,
      Previews previews,
      InstantSource clock) {
    this.client = client;
    this.clock = clock;
    this.ephemeral = new EphemeralMessenger(client.api());
    Duration rolesWithin = client.options().rolesWithin();
    HandlerContext handlers =
        new HandlerContext(
            commands,
            store,
            runbooks,
            triggers,
            client.directory(),
            client.quick(),
            ephemeral,
            previews,
            answers,
            mentions,
            new NewestClicks(),
            clock,
            new DecisionMode.AtOnce(inbox, rolesWithin.plus(COMMIT)),
            client.options().modalLimit().dividedBy(2));
    this.decider =
        new LateDecisions(
            handlers, client.patientDirectory(), ephemeral, PayloadDispatcher::internalError);
    this.dispatcher =
        new PayloadDispatcher(
            handlers,
            new LatePayloads(handlers, inbox, ephemeral, rolesWithin.plus(STORE)),
            client);
  }

  /** Decides what could not be decided when it arrived. */
  public PayloadDecider decider() {
    return decider;
  }

  public SlackEndpoint endpoint() {
    return new SlackHttpEndpoint(dispatcher, client.options(), clock);
  }

  /** Connects in Socket Mode, in the background; illegal without an app-level token. */
  public synchronized void connect() {
    if (connection == null) {
      Secret token =
          client
              .options()
              .appToken()
              .orElseThrow(() -> new IllegalStateException("Socket Mode needs an app token"));
      connection =
          new SocketModeConnection(
              client.api().sdk(),
              token,
              dispatcher.config(),
              dispatcher::run,
              client.options().inboundLimits(),
              clock);
      connection.start();
    }
  }

  /** Why clicks can't arrive in Socket Mode; empty: they can. */
  public synchronized Optional<ReadinessProblem> socketProblem() {
    return Optional.ofNullable(connection).flatMap(SocketModeConnection::problem);
  }

  /** Accepts no more payloads, and waits a while for those that are being handled. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    Optional.ofNullable(connection).ifPresent(SocketModeConnection::close);
    dispatcher.awaitIdle();
    answers.close();
    ephemeral.close();
  }
}

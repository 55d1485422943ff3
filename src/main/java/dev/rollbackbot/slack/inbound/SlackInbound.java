package dev.rollbackbot.slack.inbound;

import dev.rollbackbot.app.IncidentCommands;
import dev.rollbackbot.app.IncidentStore;
import dev.rollbackbot.app.Readiness.ReadinessProblem;
import dev.rollbackbot.app.Runbooks;
import dev.rollbackbot.app.SlackEndpoint;
import dev.rollbackbot.secret.Secret;
import dev.rollbackbot.slack.client.SlackClient;
import dev.rollbackbot.slack.view.blockkit.MentionLookup;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns Slack's payloads into commands, over HTTP or Socket Mode. */
public final class SlackInbound implements AutoCloseable {
  private final SlackClient client;
  private final InstantSource clock;
  private final EphemeralMessenger ephemeral;
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
      InstantSource clock) {
    this.client = client;
    this.clock = clock;
    this.ephemeral = new EphemeralMessenger(client.api());
    this.dispatcher =
        new PayloadDispatcher(
            new HandlerContext(
                commands,
                store,
                runbooks,
                client.directory(),
                client.quick(),
                ephemeral,
                mentions,
                new NewestClicks(),
                clock),
            client);
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
              client.api().sdk(), token, dispatcher, client.options().inboundLimits(), clock);
      connection.start();
    }
  }

  /** Why clicks can't arrive in Socket Mode; empty: they can. */
  public synchronized Optional<ReadinessProblem> socketProblem() {
    return Optional.ofNullable(connection).flatMap(c -> c.health().problem());
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
    ephemeral.close();
  }
}

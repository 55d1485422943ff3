package dev.rollbackbot.slack.inbound;

import dev.rollbackbot.app.IncidentCommands;
import dev.rollbackbot.app.IncidentStore;
import dev.rollbackbot.app.Runbooks;
import dev.rollbackbot.app.SlackEndpoint;
import dev.rollbackbot.slack.client.SlackClient;
import dev.rollbackbot.slack.view.blockkit.MentionLookup;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From Slack's payloads to commands, over HTTP or Socket Mode. */
public final class SlackInbound implements AutoCloseable {
  private final SlackClient client;
  private final InstantSource clock;
  private final EphemeralMessenger ephemeralMessenger;
  private final PayloadDispatcher payloadDispatcher;
  private @Nullable SocketModeConnection socketModeConnection;
  private boolean closed;

  /**
   * Takes no payload yet.
   *
   * @param mentionLookup of the outbound side, which keeps them up to date
   */
  public SlackInbound(
      SlackClient client,
      MentionLookup mentionLookup,
      IncidentCommands incidentCommands,
      IncidentStore store,
      Runbooks runbooks,
      InstantSource clock) {
    this.client = client;
    this.clock = clock;
    this.ephemeralMessenger = new EphemeralMessenger(client.api());
    this.payloadDispatcher =
        new PayloadDispatcher(
            new HandlerContext(
                incidentCommands,
                store,
                runbooks,
                client.directory(),
                client.quick(),
                ephemeralMessenger,
                mentionLookup,
                clock),
            client);
  }

  /** Where Slack's requests go when it posts over HTTP. */
  public SlackEndpoint endpoint() {
    return new SlackHttpEndpoint(payloadDispatcher, client.options(), clock);
  }

  /**
   * Connects in Socket Mode, in the background, until it is closed.
   *
   * @throws IllegalStateException without an app-level token
   */
  public synchronized void connect() {
    if (socketModeConnection == null) {
      String token =
          client
              .options()
              .appToken()
              .orElseThrow(() -> new IllegalStateException("Socket Mode needs an app token"));
      SocketModeConnection opened =
          new SocketModeConnection(
              client.api().sdk(),
              token,
              payloadDispatcher,
              client.options().inboundLimits().jsonDepth());
      socketModeConnection = opened;
      opened.start();
    }
  }

  /** Takes no more payloads, and waits a while for those that are being handled. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    Optional.ofNullable(socketModeConnection).ifPresent(SocketModeConnection::close);
    payloadDispatcher.awaitIdle();
    ephemeralMessenger.close();
  }
}

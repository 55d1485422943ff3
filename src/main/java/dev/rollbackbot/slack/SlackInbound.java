package dev.rollbackbot.slack;

import dev.rollbackbot.app.Desk;
import dev.rollbackbot.app.IncidentStore;
import dev.rollbackbot.app.Runbooks;
import dev.rollbackbot.app.SlackDoor;
import dev.rollbackbot.slack.view.Names;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From Slack's payloads to commands, over HTTP or Socket Mode. */
public final class SlackInbound implements AutoCloseable {
  private final SlackClient client;
  private final InstantSource clock;
  private final Aside aside;
  private final Payloads payloads;
  private @Nullable Socket socket;
  private boolean closed;

  /**
   * Takes no payload yet.
   *
   * @param names of the outbound side, which keeps them up to date
   */
  public SlackInbound(
      SlackClient client,
      Names names,
      Desk desk,
      IncidentStore store,
      Runbooks runbooks,
      InstantSource clock) {
    this.client = client;
    this.clock = clock;
    this.aside = new Aside(client.api());
    this.payloads =
        new Payloads(
            new Backstage(
                desk, store, runbooks, client.directory(), client.quick(), aside, names, clock),
            client);
  }

  /** Where Slack's requests go when it posts over HTTP. */
  public SlackDoor endpoint() {
    return new HttpDoor(payloads, client.options(), clock);
  }

  /**
   * Connects in Socket Mode, in the background, until it is closed.
   *
   * @throws IllegalStateException without an app-level token
   */
  public synchronized void connect() {
    if (socket == null) {
      String token =
          client
              .options()
              .appToken()
              .orElseThrow(() -> new IllegalStateException("Socket Mode needs an app token"));
      Socket opened =
          new Socket(client.api().sdk(), token, payloads, client.options().limits().jsonDepth());
      socket = opened;
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
    Optional.ofNullable(socket).ifPresent(Socket::close);
    payloads.drain();
    aside.close();
  }
}

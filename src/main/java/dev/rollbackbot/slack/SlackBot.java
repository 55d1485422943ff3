package dev.rollbackbot.slack;

import dev.rollbackbot.app.Artifacts;
import dev.rollbackbot.app.Chat;
import dev.rollbackbot.app.Desk;
import dev.rollbackbot.app.IncidentStore;
import dev.rollbackbot.app.MessageRefs;
import dev.rollbackbot.app.Runbooks;
import dev.rollbackbot.app.SlackDoor;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.slack.view.Panel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The bot's side of Slack: takes payloads over HTTP or Socket Mode, and says what incidents want
 * said. Slack may be away at any time.
 */
public final class SlackBot implements AutoCloseable {
  private final SlackOptions options;
  private final IncidentStore store;
  private final Runbooks runbooks;
  private final InstantSource clock;
  private final SlackApi api;
  private final SlackApi quick;
  private final Groups groups;
  private final SlackNames names;
  private final SlackDirectory directory;
  private final SlackChat chat;
  private final Aside aside;
  private final Payloads payloads;
  private final Health health;
  private @Nullable Socket socket;
  private boolean closed;

  /** Makes no call to Slack. */
  public SlackBot(
      SlackOptions options,
      IncidentStore store,
      Runbooks runbooks,
      MessageRefs refs,
      Artifacts artifacts,
      InstantSource clock) {
    this.options = options;
    this.store = store;
    this.runbooks = runbooks;
    this.clock = clock;
    this.api = SlackApi.open(options);
    this.quick = api.within(options.patience(), options.botToken());
    Remembered.Times times =
        new Remembered.Times(options.groupFresh(), options.groupTrust(), options.groupPatience());
    Channels channels = new Channels(api, options.incidents());
    this.groups = new Groups(api, times, clock);
    this.names = new SlackNames(api, groups, refs);
    this.directory = new SlackDirectory(api, channels, groups, times, clock);
    this.chat = chat(channels, refs, artifacts);
    this.aside = new Aside(api);
    this.payloads = new Payloads(api, options, clock);
    this.health = new Health(quick, clock);
  }

  private SlackChat chat(Channels channels, MessageRefs refs, Artifacts artifacts) {
    Voice voice = new Voice(api);
    Home home = new Home(channels);
    return new SlackChat(
        new Rooms(api, channels, groups, names, clock),
        new Surfaces(api, voice, home, channels, refs, names, clock),
        new Posting(voice, home, channels, refs, names),
        new Uploads(api, voice, home, refs, artifacts, store, names),
        names,
        new Pace(clock));
  }

  /** Says and shows what incidents want said and shown. */
  public Chat chat() {
    return chat;
  }

  /** Hands what people want to that desk from now on. */
  public void listen(Desk desk) {
    payloads.begin(new Backstage(desk, store, runbooks, directory, quick, aside, names, clock));
  }

  /** Where Slack's requests go when it posts over HTTP. */
  public SlackDoor door() {
    return new HttpDoor(payloads, options, clock);
  }

  /**
   * Connects in Socket Mode, in the background, for as long as the bot runs.
   *
   * @throws IllegalStateException without an app-level token
   */
  public synchronized void connect() {
    if (socket == null) {
      String token =
          options
              .appToken()
              .orElseThrow(() -> new IllegalStateException("Socket Mode needs an app token"));
      Socket opened = new Socket(api.sdk(), token, payloads, options.limits().jsonDepth());
      socket = opened;
      opened.start();
    }
  }

  /** Why Slack can't be used at the moment; empty: it can. Asked at most every 5 s. */
  public Optional<String> problem() {
    return health.problem();
  }

  /** After how long the panel of that state looks different by itself; empty: no clock runs. */
  public static Optional<Duration> redrawAfter(Incident state) {
    return Panel.redrawAfter(state);
  }

  /** Takes no more payloads, and waits a while for what is being handled. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    Socket open = socket;
    if (open != null) {
      open.close();
    }
    payloads.drain();
    aside.close();
    directory.close();
    groups.close();
    quick.close();
    api.close();
  }
}

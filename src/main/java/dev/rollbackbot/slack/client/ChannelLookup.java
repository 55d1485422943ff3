package dev.rollbackbot.slack.client;

import com.slack.api.model.Conversation;
import dev.rollbackbot.app.ChannelNames;
import dev.rollbackbot.app.ChannelNames.ResolvedName;
import dev.rollbackbot.slack.client.SlackResult.ApiError;
import dev.rollbackbot.slack.client.SlackResult.CallFailed;
import dev.rollbackbot.slack.client.SlackResult.NotYetKnown;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Channels by id or name. An id costs no call. A name is looked up once, in the background, and
 * stored with its id, or with its absence. Now and then the channel is asked whether it still has
 * that name.
 */
public final class ChannelLookup implements AutoCloseable {
  static final String NOT_FOUND = "channel_not_found";

  private static final Pattern ID = Pattern.compile("[CG][A-Z0-9]{7,}");

  /** At most 10,000 channels of the bot's own are searched. */
  private static final int MAX_PAGES = 50;

  /** A channel that the bot was invited to since is found after so long. */
  private static final Duration ABSENT = Duration.ofSeconds(15);

  /** All channels are read again for an absent name after so long. */
  private static final Duration ABSENT_EVERYWHERE = Duration.ofHours(24);

  /** Whether a channel still has its name is asked after so long. */
  private static final Duration CHECK = Duration.ofHours(1);

  private final SlackApi api;
  private final String incidents;
  private final ChannelNames names;
  private final Duration maxWait;
  private final InstantSource clock;
  private final ChannelResolver resolver;
  private final Map<String, Instant> lookedFor = new ConcurrentHashMap<>();
  private final Map<String, Instant> checked = new ConcurrentHashMap<>();

  /**
   * The parameter {@code maxWait} is how long a caller waits for a name that is looked up for the
   * first time.
   *
   * @param incidents a name or an id
   */
  ChannelLookup(
      SlackApi api, String incidents, ChannelNames names, Duration maxWait, InstantSource clock) {
    this.api = api;
    this.incidents = incidents;
    this.names = names;
    this.maxWait = maxWait;
    this.clock = clock;
    this.resolver = new ChannelResolver(api, names, clock);
  }

  public SlackResult<String> incidents() {
    return id(incidents);
  }

  /** Makes a call about the incidents channel. */
  public <T> SlackResult<T> inIncidents(Function<String, SlackResult<T>> call) {
    return in(incidents, call);
  }

  /**
   * Makes a call about a channel. An id that a name had is forgotten when no such channel is there
   * any more: another channel may have the name by now.
   */
  public <T> SlackResult<T> in(String name, Function<String, SlackResult<T>> call) {
    return id(name)
        .then(id ->
            call.apply(id)
                .recover(
                    Set.of(NOT_FOUND),
                    apiError -> {
                      names.forget(id);
                      return new CallFailed<>(apiError);
                    }));
  }

  public String incidentsPlainName() {
    return incidents;
  }

  /** The id of a channel by its name, with or without the hash sign, or by its id. */
  public SlackResult<String> id(String name) {
    String plain = name.startsWith("#") ? name.substring(1) : name;
    if (ID.matcher(plain).matches()) {
      return SlackResult.ok(plain);
    }
    Optional<ResolvedName> known = names.resolved(plain);
    return known
        .flatMap(ResolvedName::id)
        .map(id -> current(plain, id, known.get().at()))
        .orElseGet(() -> known.map(k -> absent(plain, k)).orElseGet(() -> resolve(plain, true)));
  }

  /**
   * A channel may have been renamed or archived since, and another one of the bot's may have its
   * name: that one is meant then. Without one it stays: the same people are in it.
   */
  private SlackResult<String> current(String name, String id, Instant resolved) {
    Instant now = clock.instant();
    if (now.isBefore(checked.getOrDefault(name, resolved).plus(CHECK))) {
      return SlackResult.ok(id);
    }
    checked.put(name, now);
    boolean has =
        switch (api.conversations().info(id)) {
          case SlackResult.Ok<Conversation>(Conversation channel) ->
              name.equals(channel.getName()) && !channel.isArchived();
          case CallFailed<Conversation>(ApiError _) -> false;
          case CallFailed<Conversation> _ -> true;
        };
    return !has && resolve(name, false) instanceof SlackResult.Ok<String> other
        ? other
        : SlackResult.ok(id);
  }

  private SlackResult<String> absent(String name, ResolvedName known) {
    Instant now = clock.instant();
    if (!now.isBefore(known.at().plus(ABSENT_EVERYWHERE))) {
      return resolve(name, true);
    }
    Instant last = lookedFor.getOrDefault(name, known.at());
    if (now.isBefore(last.plus(ABSENT))) {
      return notFound(name);
    }
    lookedFor.put(name, now);
    return resolve(name, false);
  }

  private SlackResult<String> resolve(String name, boolean everywhere) {
    Future<SlackResult<Optional<String>>> search = resolver.resolve(name, everywhere);
    try {
      return search
          .get(maxWait.toMillis(), TimeUnit.MILLISECONDS)
          .then(id -> id.map(SlackResult::ok).orElseGet(() -> notFound(name)));
    } catch (TimeoutException e) {
      return new CallFailed<>(
          new NotYetKnown("the id of #" + name + " is being looked up; an id needs no search"));
    } catch (ExecutionException e) {
      return SlackResult.unavailable("the id of #" + name + " can't be looked up");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return SlackResult.unavailable("The bot is stopping");
    }
  }

  private static SlackResult<String> notFound(String name) {
    return new CallFailed<>(
        new ApiError(
            NOT_FOUND,
            List.of("there is no channel #" + name + " that the bot can see, or it is archived")));
  }

  public void forget(String id) {
    names.forget(id);
  }

  /** The first of the private channels that the bot is in. */
  public SlackResult<Optional<Conversation>> findPrivate(Predicate<Conversation> condition) {
    return ResultPage.find(api.conversations()::listPrivate, condition, MAX_PAGES);
  }

  /** The first of the bot's own channels that fulfills the condition and is not archived. */
  public SlackResult<Optional<Conversation>> findOwn(Predicate<Conversation> condition) {
    return ResultPage.find(api.conversations()::own, condition, MAX_PAGES);
  }

  @Override
  public void close() {
    resolver.close();
  }
}

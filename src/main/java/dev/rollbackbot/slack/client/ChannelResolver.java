package dev.rollbackbot.slack.client;

import com.slack.api.model.Conversation;
import dev.rollbackbot.app.ChannelNames;
import dev.rollbackbot.app.ChannelNames.ResolvedName;
import dev.rollbackbot.app.IncidentStore.StoreUnavailable;
import dev.rollbackbot.slack.client.SlackResult.ApiError;
import dev.rollbackbot.slack.client.SlackResult.CallFailed;
import dev.rollbackbot.slack.client.SlackResult.NotYetKnown;
import dev.rollbackbot.slack.client.SlackResult.Ok;
import dev.rollbackbot.slack.client.SlackResult.SlackError;
import dev.rollbackbot.slack.client.SlackResult.Throttled;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks names of channels up in the background, one search at a time for all names that are wanted.
 * The channels that the bot is in come first: they are few. A workspace may have tens of thousands,
 * and Slack allows some twenty pages a minute, so the others are read slowly, and once.
 */
final class ChannelResolver implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ChannelResolver.class);

  /** Fewer calls than the twenty a minute that Slack allows, so that others get their turn. */
  private static final Duration PACE = Duration.ofSeconds(4);

  /** The first pages follow each other at once: most workspaces have no more. */
  private static final int UNPACED = 5;

  private static final int MAX_PAGES = 5_000;

  private final SlackApi api;
  private final ChannelNames names;
  private final InstantSource clock;
  private final Map<String, WantedName> wanted = new ConcurrentHashMap<>();
  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("channel-names").factory());

  private record WantedName(
      CompletableFuture<SlackResult<Optional<String>>> result, boolean everywhere) {}

  ChannelResolver(SlackApi api, ChannelNames names, InstantSource clock) {
    this.api = api;
    this.names = names;
    this.clock = clock;
  }

  /**
   * Joins a search for the same name. The result is empty where no channel has the name.
   *
   * @param everywhere whether all channels are read, and absence is remembered
   */
  Future<SlackResult<Optional<String>>> resolve(String name, boolean everywhere) {
    WantedName waiter = new WantedName(new CompletableFuture<>(), everywhere);
    WantedName earlier = wanted.putIfAbsent(name, waiter);
    if (earlier != null) {
      return earlier.result();
    }
    executor.execute(this::search);
    return waiter.result();
  }

  /** Ends the searches for all names that were wanted before it began, found or not. */
  private void search() {
    Map<String, WantedName> left = new HashMap<>(wanted);
    if (left.isEmpty()) {
      return;
    }
    Optional<SlackError> failure = Optional.empty();
    try {
      failure = read(api.conversations()::own, left);
      Map<String, WantedName> everywhere = new HashMap<>(left);
      everywhere.values().removeIf(waiter -> !waiter.everywhere());
      if (failure.isEmpty() && !everywhere.isEmpty()) {
        LOG.info("reading all channels for names={} (ids need no search)", everywhere.keySet());
        failure = read(api.conversations()::list, everywhere);
        if (failure.isEmpty()) {
          everywhere.forEach((name, _) -> save(name, Optional.empty()));
        }
        left.keySet().removeIf(name -> !wanted.containsKey(name));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure = Optional.of(new NotYetKnown("The bot is stopping"));
    } catch (StoreUnavailable e) {
      LOG.warn("names not stored reason={}", e.why());
      failure = Optional.of(new NotYetKnown("the ids of channels can't be stored"));
    } finally {
      SlackResult<Optional<String>> result =
          failure
              .<SlackResult<Optional<String>>>map(CallFailed::new)
              .orElseGet(() -> SlackResult.ok(Optional.empty()));
      left.keySet().forEach(name -> end(name, result));
    }
  }

  /** Reads pages until no name is left; a failure is Slack's. */
  private Optional<SlackError> read(
      Function<String, SlackResult<ResultPage<Conversation>>> pages, Map<String, WantedName> left)
      throws InterruptedException {
    String cursor = ResultPage.FIRST;
    for (int page = 1; page <= MAX_PAGES && !left.isEmpty(); page++) {
      switch (pages.apply(cursor)) {
        case Ok<ResultPage<Conversation>>(ResultPage<Conversation> read) -> {
          for (Conversation channel : read.items()) {
            if (left.remove(channel.getName()) != null) {
              Optional<String> id = Optional.of(channel.getId());
              save(channel.getName(), id);
              end(channel.getName(), SlackResult.ok(id));
            }
          }
          if (read.next().isEmpty()) {
            return Optional.empty();
          }
          cursor = read.next().get();
          if (page >= UNPACED) {
            Thread.sleep(PACE);
          }
        }
        case CallFailed<ResultPage<Conversation>>(Throttled throttled) ->
            Thread.sleep(throttled.retryAfter());
        case CallFailed<ResultPage<Conversation>>(ApiError error)
            when error.code().equals("invalid_cursor") ->
            cursor = ResultPage.FIRST;
        case CallFailed<ResultPage<Conversation>>(SlackError error) -> {
          LOG.warn("names not resolved names={} reason={}", left.keySet(), error.why());
          return Optional.of(error);
        }
      }
    }
    return Optional.empty();
  }

  private void save(String name, Optional<String> id) {
    names.save(name, new ResolvedName(id, clock.instant()));
    LOG.info("resolved channel name={} id={}", name, id.orElse("none"));
  }

  private void end(String name, SlackResult<Optional<String>> result) {
    Optional.ofNullable(wanted.remove(name)).ifPresent(waiter -> waiter.result().complete(result));
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}

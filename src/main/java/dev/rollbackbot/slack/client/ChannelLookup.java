package dev.rollbackbot.slack.client;

import com.slack.api.model.Conversation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Finds channels by name and caches their ids. */
public final class ChannelLookup {
  static final String NOT_FOUND = "channel_not_found";

  private static final Pattern ID = Pattern.compile("[CG][A-Z0-9]{7,}");

  /** At most 20,000 channels are searched. */
  private static final int MAX_PAGES = 100;

  private final SlackApi api;
  private final String incidents;
  private final Map<String, String> ids = new ConcurrentHashMap<>();

  /** The incidents channel is a name or an id. */
  ChannelLookup(SlackApi api, String incidents) {
    this.api = api;
    this.incidents = incidents;
  }

  public SlackResult<String> incidents() {
    return id(incidents);
  }

  String incidentsName() {
    return ID.matcher(incidents).matches() ? "the incidents channel" : "#" + incidents;
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
    String cached = ids.get(plain);
    return cached != null
        ? SlackResult.ok(cached)
        : find(c -> plain.equals(c.getName()))
            .then(found ->
                found
                    .map(Conversation::getId)
                    .map(SlackResult::ok)
                    .orElseGet(() -> notFound(plain)))
            .map(id -> {
              ids.put(plain, id);
              return id;
            });
  }

  private static SlackResult<String> notFound(String name) {
    return new SlackResult.CallFailed<>(
        new SlackResult.ApiError(
            NOT_FOUND,
            List.of("there is no channel #" + name + " that the bot can see, or it is archived")));
  }

  public void forget(String id) {
    ids.values().removeIf(id::equals);
  }

  /** The first of the private channels that the bot is in. */
  public SlackResult<Optional<Conversation>> findPrivate(Predicate<Conversation> condition) {
    return ResultPage.find(api.conversations()::listPrivate, condition, MAX_PAGES);
  }

  /** The first channel that fulfills the condition; archived channels are not searched. */
  public SlackResult<Optional<Conversation>> find(Predicate<Conversation> condition) {
    return ResultPage.find(api.conversations()::list, condition, MAX_PAGES);
  }
}

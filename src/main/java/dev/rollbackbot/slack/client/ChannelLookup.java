package dev.rollbackbot.slack.client;

import com.slack.api.model.Conversation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Finds channels by their names, and remembers them. */
public final class ChannelLookup {
  static final String NOT_FOUND = "channel_not_found";

  private static final Pattern ID = Pattern.compile("[CG][A-Z0-9]{7,}");

  /** At most 20,000 channels are looked at. */
  private static final int MAX_PAGES = 100;

  private final SlackApi api;
  private final String incidents;
  private final Map<String, String> ids = new ConcurrentHashMap<>();

  /**
   * Looks nothing up yet.
   *
   * @param incidents name or id of the incidents channel
   */
  ChannelLookup(SlackApi api, String incidents) {
    this.api = api;
    this.incidents = incidents;
  }

  /** The incidents channel's id. */
  public SlackResult<String> incidents() {
    return id(incidents);
  }

  /** The incidents channel as people write it. */
  String incidentsName() {
    return ID.matcher(incidents).matches() ? "the incidents channel" : "#" + incidents;
  }

  public String incidentsPlainName() {
    return incidents;
  }

  /** The id of a channel by its name, with or without the hash sign; an id stands for itself. */
  public SlackResult<String> id(String name) {
    String plain = name.startsWith("#") ? name.substring(1) : name;
    if (ID.matcher(plain).matches()) {
      return SlackResult.ok(plain);
    }
    String known = ids.get(plain);
    return known != null
        ? SlackResult.ok(known)
        : find(c -> plain.equals(c.getName()))
            .then(found -> found.map(this::remember).orElseGet(() -> notFound(plain)));
  }

  private static SlackResult<String> notFound(String name) {
    return new SlackResult.CallFailed<>(
        new SlackResult.ApiError(
            NOT_FOUND, List.of("there is no channel #" + name + " that the bot can see")));
  }

  private SlackResult<String> remember(Conversation channel) {
    ids.put(channel.getName(), channel.getId());
    return SlackResult.ok(channel.getId());
  }

  /** Looks a channel up again when it is asked for next. */
  public void forget(String id) {
    ids.values().removeIf(id::equals);
  }

  /** The first channel like that; archived ones are not looked at. */
  public SlackResult<Optional<Conversation>> find(Predicate<Conversation> like) {
    return ResultPage.find(api.conversations()::list, like, MAX_PAGES);
  }
}

package dev.rollbackbot.slack;

import com.slack.api.model.Conversation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Finds channels by their names, and remembers them. */
final class Channels {
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
  Channels(SlackApi api, String incidents) {
    this.api = api;
    this.incidents = incidents;
  }

  /** The incidents channel's id. */
  Reply<String> incidents() {
    return id(incidents);
  }

  /** The incidents channel as people write it. */
  String incidentsName() {
    return ID.matcher(incidents).matches() ? "the incidents channel" : "#" + incidents;
  }

  String incidentsPlainName() {
    return incidents;
  }

  /** The id of a channel by its name, with or without the hash sign; an id stands for itself. */
  Reply<String> id(String name) {
    String plain = name.startsWith("#") ? name.substring(1) : name;
    if (ID.matcher(plain).matches()) {
      return Reply.ok(plain);
    }
    String known = ids.get(plain);
    return known != null
        ? Reply.ok(known)
        : find(c -> plain.equals(c.getName()))
            .then(found -> found.map(this::remember).orElseGet(() -> missing(plain)));
  }

  private static Reply<String> missing(String name) {
    return new Reply.Failed<>(
        new Reply.Refused(
            NOT_FOUND, List.of("there is no channel #" + name + " that the bot can see")));
  }

  private Reply<String> remember(Conversation channel) {
    ids.put(channel.getName(), channel.getId());
    return Reply.ok(channel.getId());
  }

  /** Looks a channel up again when it is asked for next. */
  void forget(String id) {
    ids.values().removeIf(id::equals);
  }

  /** The first channel like that; archived ones are not looked at. */
  Reply<Optional<Conversation>> find(Predicate<Conversation> like) {
    return ResultPage.find(api.conversations()::list, like, MAX_PAGES);
  }
}

package dev.rollbackbot.slack;

import com.slack.api.model.Usergroup;
import dev.rollbackbot.slack.Reply.Refused;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The user groups, by handle or id, and their members. */
final class Groups implements AutoCloseable {
  private static final Pattern ID = Pattern.compile("S[A-Z0-9]{7,}");
  private static final String ALL = "the user groups";

  private final Remembered<List<Usergroup>> groups;
  private final Remembered<Set<String>> members;
  private final Duration within;

  Groups(SlackApi api, Remembered.Times times, InstantSource clock) {
    this.within = times.within();
    this.groups = new Remembered<>(_ -> api.groups(), times, clock);
    this.members = new Remembered<>(id -> api.groupMembers(id).map(Set::copyOf), times, clock);
  }

  /** The members of a group, for work that nobody waits for. */
  Reply<Set<String>> members(String handleOrId) {
    return members(handleOrId, WaitDeadline.in(within));
  }

  /** The members of a group. */
  Reply<Set<String>> members(String handleOrId, WaitDeadline until) {
    return id(handleOrId, until).then(id -> members.get(id, until));
  }

  /** The id of a group, from memory. */
  Optional<String> known(String handleOrId) {
    String plain = plain(handleOrId);
    return ID.matcher(plain).matches()
        ? Optional.of(plain)
        : groups.peek(ALL).flatMap(all -> named(all, plain));
  }

  /** The id of a group, for work that nobody waits for. */
  Reply<String> id(String handleOrId) {
    return id(handleOrId, WaitDeadline.in(within));
  }

  private Reply<String> id(String handleOrId, WaitDeadline until) {
    String plain = plain(handleOrId);
    if (ID.matcher(plain).matches()) {
      return Reply.ok(plain);
    }
    return groups
        .get(ALL, until)
        .then(all -> named(all, plain).map(Reply::ok).orElseGet(() -> unknown(plain)));
  }

  private static Reply<String> unknown(String plain) {
    return new Reply.Failed<>(
        new Refused("no_such_subteam", List.of("There is no user group @" + plain)));
  }

  private static Optional<String> named(List<Usergroup> all, String handle) {
    return all.stream()
        .filter(g -> g.getId() != null)
        .filter(g -> handle.toLowerCase(Locale.ROOT).equals(lower(g.getHandle())))
        .map(Usergroup::getId)
        .findFirst();
  }

  private static String lower(@Nullable String text) {
    return text == null ? "" : text.toLowerCase(Locale.ROOT);
  }

  private static String plain(String handleOrId) {
    return handleOrId.startsWith("@") ? handleOrId.substring(1) : handleOrId;
  }

  @Override
  public void close() {
    groups.close();
    members.close();
  }
}

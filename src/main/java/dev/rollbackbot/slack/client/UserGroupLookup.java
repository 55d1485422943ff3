package dev.rollbackbot.slack.client;

import com.slack.api.model.Usergroup;
import dev.rollbackbot.slack.client.SlackResult.ApiError;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The user groups, by handle or id, and their members. */
public final class UserGroupLookup implements AutoCloseable {
  private static final Pattern ID = Pattern.compile("S[A-Z0-9]{7,}");
  private static final String ALL = "the user groups";

  private final StaleTolerantCache<List<Usergroup>> groups;
  private final StaleTolerantCache<Set<String>> members;
  private final Duration within;

  UserGroupLookup(SlackApi api, StaleTolerantCache.CacheTimes cacheTimes, InstantSource clock) {
    this.within = cacheTimes.within();
    this.groups = new StaleTolerantCache<>(_ -> api.groups(), cacheTimes, clock);
    this.members =
        new StaleTolerantCache<>(id -> api.groupMembers(id).map(Set::copyOf), cacheTimes, clock);
  }

  /** The members of a group, for work that nobody waits for. */
  public SlackResult<Set<String>> members(String handleOrId) {
    return members(handleOrId, WaitDeadline.in(within));
  }

  /** The members of a group. */
  SlackResult<Set<String>> members(String handleOrId, WaitDeadline until) {
    return id(handleOrId, until).then(id -> members.get(id, until));
  }

  /** The id of a group, from memory. */
  public Optional<String> known(String handleOrId) {
    String plain = plain(handleOrId);
    return ID.matcher(plain).matches()
        ? Optional.of(plain)
        : groups.cached(ALL).flatMap(all -> named(all, plain));
  }

  /** The id of a group, for work that nobody waits for. */
  public SlackResult<String> id(String handleOrId) {
    return id(handleOrId, WaitDeadline.in(within));
  }

  private SlackResult<String> id(String handleOrId, WaitDeadline until) {
    String plain = plain(handleOrId);
    if (ID.matcher(plain).matches()) {
      return SlackResult.ok(plain);
    }
    return groups
        .get(ALL, until)
        .then(all -> named(all, plain).map(SlackResult::ok).orElseGet(() -> unknown(plain)));
  }

  private static SlackResult<String> unknown(String plain) {
    return new SlackResult.CallFailed<>(
        new ApiError("no_such_subteam", List.of("There is no user group @" + plain)));
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

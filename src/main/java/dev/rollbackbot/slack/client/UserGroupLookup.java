package dev.rollbackbot.slack.client;

import com.slack.api.model.Usergroup;
import dev.rollbackbot.runbook.collection.SortedCopy;
import dev.rollbackbot.slack.client.SlackResult.ApiError;
import dev.rollbackbot.slack.client.SlackResult.Ok;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** User groups, by handle or id, and their members. */
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
        new StaleTolerantCache<>(id -> api.groupMembers(id).map(SortedCopy::of), cacheTimes, clock);
  }

  /** For callers without a deadline of their own. */
  public SlackResult<Set<String>> members(String handleOrId) {
    return members(handleOrId, WaitDeadline.in(within), Freshness.CACHED);
  }

  SlackResult<Set<String>> members(String handleOrId, WaitDeadline deadline, Freshness freshness) {
    return id(handleOrId, deadline).then(id -> members.get(id, deadline, freshness));
  }

  /** The id of a group without a call; empty: not cached. */
  public Optional<String> known(String handleOrId) {
    String plain = plain(handleOrId);
    return ID.matcher(plain).matches()
        ? Optional.of(plain)
        : groups.cached(ALL).flatMap(all -> named(all, plain));
  }

  /** For callers without a deadline of their own. */
  public SlackResult<String> id(String handleOrId) {
    return id(handleOrId, WaitDeadline.in(within));
  }

  /**
   * Waits for a call only where a handle is asked for the first time in a while: it seldom goes to
   * another group. That no group has it is remembered for as long as the list is fresh.
   */
  private SlackResult<String> id(String handleOrId, WaitDeadline deadline) {
    String plain = plain(handleOrId);
    if (ID.matcher(plain).matches()) {
      return SlackResult.ok(plain);
    }
    return groups
        .known(ALL)
        .flatMap(all -> named(all, plain))
        .map(SlackResult::ok)
        .orElseGet(() ->
            groups
                .get(ALL, deadline)
                .then(
                    all -> named(all, plain).map(SlackResult::ok).orElseGet(() -> unknown(plain))));
  }

  /** What is wrong with a group that people need to act; empty: nothing, or it is not known. */
  Optional<String> problem(String handleOrId) {
    String plain = plain(handleOrId);
    boolean isId = ID.matcher(plain).matches();
    String shown = "the user group " + (isId ? plain : "@" + plain);
    return groups.get(ALL, WaitDeadline.in(within)) instanceof Ok<List<Usergroup>>(var all)
        ? all.stream()
            .filter(g -> isId ? plain.equals(g.getId()) : plain.equalsIgnoreCase(g.getHandle()))
            .findFirst()
            .map(g ->
                Optional.ofNullable(g.getUserCount())
                    .filter(count -> count == 0)
                    .map(_ -> shown + " has no members"))
            .orElseGet(() -> Optional.of(shown + " does not exist or is disabled"))
        : Optional.empty();
  }

  private static SlackResult<String> unknown(String plain) {
    return new SlackResult.CallFailed<>(
        new ApiError(
            "no_such_subteam",
            List.of(
                "There is no user group @"
                    + plain
                    + ", or it is disabled: an admin of the workspace can enable it, or the runbook"
                    + " must name another one")));
  }

  private static Optional<String> named(List<Usergroup> all, String handle) {
    return all.stream()
        .filter(g -> g.getId() != null && handle.equalsIgnoreCase(g.getHandle()))
        .map(Usergroup::getId)
        .findFirst();
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

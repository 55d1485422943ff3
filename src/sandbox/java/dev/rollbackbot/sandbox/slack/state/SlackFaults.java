package dev.rollbackbot.sandbox.slack.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** The faults of a workspace. Thread-safe. */
public final class SlackFaults {
  private final Workspace workspace;
  private final AtomicInteger copies = new AtomicInteger(1);
  private final AtomicInteger cuts = new AtomicInteger();
  private final AtomicInteger expired = new AtomicInteger();
  private final AtomicBoolean revoked = new AtomicBoolean();
  private final AtomicBoolean deactivated = new AtomicBoolean();
  private final Map<String, String> restricted = new ConcurrentHashMap<>();

  public SlackFaults(Workspace workspace) {
    this.workspace = workspace;
  }

  /** Delivers each payload this many times. */
  public void deliver(int times) {
    copies.set(times);
  }

  public void loseAcknowledgements(int number) {
    cuts.set(number);
  }

  /** As if the bot were slow: its next attempts to open a window come too late. */
  public void expireTriggers(int number) {
    expired.set(number);
  }

  public boolean expiresThisTrigger() {
    return expired.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
  }

  public void revokeToken(boolean yes) {
    revoked.set(yes);
  }

  /** As if an admin had removed the app's user from the workspace. */
  public void deactivateBot(boolean yes) {
    deactivated.set(yes);
  }

  /** A preference of the workspace keeps the bot from posting there, with Slack's error code. */
  public void restrict(String channel, String code) {
    restricted.put(channel, code);
  }

  public void allow(String channel) {
    restricted.remove(channel);
  }

  public void removeBot(String channel) {
    workspace.locked(() -> workspace.channel(channel).members.remove(Workspace.BOT_USER));
  }

  public void archive(String channel, boolean yes) {
    workspace.locked(() -> {
      workspace.channel(channel).archived = yes;
      return yes;
    });
  }

  /** An admin lets only some people post there, and the bot is not one of them. */
  public void restrict(String channel, boolean yes) {
    workspace.locked(() -> {
      workspace.channel(channel).restricted = yes;
      return yes;
    });
  }

  public void rename(String channel, String name) {
    workspace.locked(() -> workspace.channel(channel).name = name);
  }

  /** Makes a public channel private, or the reverse. */
  public void convert(String channel, boolean isPrivate) {
    workspace.locked(() -> workspace.channel(channel).isPrivate = isPrivate);
  }

  /** Gives a channel a new id, as Slack does when it is shared or moved to another workspace. */
  public void changeId(String channel, String id) {
    workspace.locked(() -> {
      WorkspaceChannel old = workspace.channel(channel);
      workspace.channels.remove(channel);
      WorkspaceChannel moved = workspace.add(id, old.name, old.creator, old.isPrivate);
      return moved.members.addAll(old.members);
    });
  }

  /** Somebody who is in a channel brings a person into it. */
  public void enter(String channel, String user) {
    workspace.locked(() -> workspace.channel(channel).members.add(user));
  }

  public void delete(String channel) {
    workspace.locked(() -> workspace.channels.remove(channel));
  }

  /** Adds users to the workspace and to every user group; returns their ids. */
  public List<String> join(int number) {
    return workspace.locked(() -> {
      List<String> joined = new ArrayList<>();
      for (int i = 1; i <= number; i++) {
        String id = "U0CROWD%03d".formatted(i);
        workspace.users.put(id, new Workspace.User(id, "crowd" + i, Workspace.Membership.MEMBER));
        joined.add(id);
      }
      workspace.groups.replaceAll((_, group) -> with(group, joined));
      return joined;
    });
  }

  /** Adds channels and users, as in a large workspace; the sandbox's page doesn't show them. */
  public void grow(int channels, int users) {
    workspace.locked(() -> {
      for (int i = 1; i <= channels; i++) {
        String id = WorkspaceChannel.UNSEEN + "%06d".formatted(i);
        workspace.add(id, "team-%06d".formatted(i), "U0REQUESTER", false);
      }
      for (int i = 1; i <= users; i++) {
        String id = Workspace.User.UNSEEN + "%06d".formatted(i);
        workspace.users.put(id, new Workspace.User(id, "bulk" + i, Workspace.Membership.MEMBER));
      }
      return true;
    });
  }

  /** Turns a user into a guest, for example; their groups stay. */
  public void become(String user, Workspace.Membership membership) {
    workspace.locked(() ->
        workspace.users.computeIfPresent(
            user, (id, old) -> new Workspace.User(id, old.name(), membership)));
  }

  /** Adds a user, to every user group as well. */
  public void hire(String user, String name) {
    workspace.locked(() -> {
      workspace.users.put(user, new Workspace.User(user, name, Workspace.Membership.MEMBER));
      workspace.groups.replaceAll((_, group) -> with(group, List.of(user)));
      return true;
    });
  }

  /** Takes a user out of every user group. */
  public void leaveGroups(String user) {
    workspace.locked(() -> {
      workspace.groups.replaceAll((_, group) -> without(group, user));
      return true;
    });
  }

  /** A disabled group keeps its members, but Slack's lists don't have it. */
  public void disableGroup(String id, boolean yes) {
    workspace.locked(() -> yes ? workspace.disabled.add(id) : workspace.disabled.remove(id));
  }

  public void setMembers(String id, List<String> members) {
    workspace.locked(() ->
        workspace.groups.computeIfPresent(
            id, (_, g) -> new Workspace.Group(id, g.handle(), g.name(), List.copyOf(members))));
  }

  private static Workspace.Group without(Workspace.Group group, String user) {
    List<String> others = group.users().stream().filter(u -> !u.equals(user)).toList();
    return new Workspace.Group(group.id(), group.handle(), group.name(), others);
  }

  private static Workspace.Group with(Workspace.Group group, List<String> more) {
    List<String> all = new ArrayList<>(group.users());
    all.addAll(more);
    return new Workspace.Group(group.id(), group.handle(), group.name(), List.copyOf(all));
  }

  public int copies() {
    return copies.get();
  }

  public boolean tokenRevoked() {
    return revoked.get();
  }

  public boolean botDeactivated() {
    return deactivated.get();
  }

  /** The code of the refusal; empty: the bot may post there. */
  public Optional<String> restriction(String channel) {
    return Optional.ofNullable(restricted.get(channel));
  }

  public boolean losesThisAcknowledgement() {
    return cuts.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
  }

  public void clear() {
    copies.set(1);
    cuts.set(0);
    expired.set(0);
    revoked.set(false);
    deactivated.set(false);
    restricted.clear();
  }
}

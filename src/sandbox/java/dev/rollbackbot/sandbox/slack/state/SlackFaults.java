package dev.rollbackbot.sandbox.slack.state;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** What can go wrong with a workspace, as switches. Thread-safe. */
public final class SlackFaults {
  private final Workspace workspace;
  private final AtomicInteger copies = new AtomicInteger(1);
  private final AtomicInteger cuts = new AtomicInteger();
  private final AtomicBoolean revoked = new AtomicBoolean();

  public SlackFaults(Workspace workspace) {
    this.workspace = workspace;
  }

  /** From now on each payload is delivered so many times; 1 is usual. */
  public void deliver(int times) {
    copies.set(times);
  }

  /** The next so many acknowledgements in Socket Mode are lost, and the connection with them. */
  public void loseAcknowledgements(int number) {
    cuts.set(number);
  }

  /** Whether the bot's token is one that was taken back. */
  public void revokeToken(boolean yes) {
    revoked.set(yes);
  }

  /** Takes the bot out of a channel. */
  public void removeBot(String channel) {
    workspace.locked(() -> workspace.channel(channel).members.remove(Workspace.BOT_USER));
  }

  /** Deletes a channel with all that was said in it. */
  public void delete(String channel) {
    workspace.locked(() -> workspace.channels.remove(channel));
  }

  /** Lets so many more people join the workspace and every user group; gives their ids. */
  public List<String> join(int number) {
    return workspace.locked(() -> {
      List<String> joined = new ArrayList<>();
      for (int i = 1; i <= number; i++) {
        String id = "U0CROWD%03d".formatted(i);
        workspace.users.put(id, new Workspace.User(id, "crowd" + i, false));
        joined.add(id);
      }
      workspace.groups.replaceAll((_, group) -> with(group, joined));
      return joined;
    });
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

  public boolean losesThisAcknowledgement() {
    return cuts.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
  }

  /** Everything works again. */
  public void clear() {
    copies.set(1);
    cuts.set(0);
    revoked.set(false);
  }
}

package dev.rollbackbot.sandbox.slack.state;

import dev.rollbackbot.sandbox.shared.JsonHelper;
import dev.rollbackbot.sandbox.slack.rules.SlackErrorException;
import jakarta.json.JsonObject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The users, groups and channels. Access needs the lock, which is never held while waiting for the
 * bot.
 */
public final class Workspace {
  public static final String TEAM = "T0SANDBOX";
  public static final String OTHER_TEAM = "T0PARTNER";
  public static final String TEAM_DOMAIN = "sandbox";
  public static final String APP = "A0SANDBOX";
  public static final String BOT_USER = "U0ROLLBACK";
  public static final String BOT = "B0ROLLBACK";
  public static final String GENERAL = "C0GENERAL";
  public static final int MAX_CHANNELS = 500;

  /** Neither is in a user group: Slack does not allow it. */
  private static final String GUEST = "U0GUEST";

  private static final String PARTNER = "U0PARTNER";
  private static final List<String> PEOPLE =
      List.of("U0REQUESTER", "U0APPROVER", "U0STAKEHOLD", "U0RESPONDER");

  /** What a user is to the workspace. */
  public enum Membership {
    MEMBER,
    BOT,
    /** May be in several channels. */
    GUEST,
    SINGLE_CHANNEL_GUEST,
    /** Of another company, in a shared channel. */
    EXTERNAL,
    DEACTIVATED
  }

  public record User(String id, String name, Membership membership) {
    /** How the ids of users begin that only make the workspace large. */
    static final String UNSEEN = "U0BULK";

    /** Whether the sandbox's page lists the user. */
    public boolean onPage() {
      return !id.startsWith(UNSEEN);
    }

    public boolean bot() {
      return membership == Membership.BOT;
    }

    public boolean guest() {
      return membership == Membership.GUEST || membership == Membership.SINGLE_CHANNEL_GUEST;
    }

    /** The workspace that the user is at home in. */
    public String team() {
      return membership == Membership.EXTERNAL ? OTHER_TEAM : TEAM;
    }
  }

  public record Group(String id, String handle, String name, List<String> users) {}

  final Clock clock;
  public final WorkspaceIds ids;
  public final Map<String, User> users = new LinkedHashMap<>();
  public final Map<String, Group> groups = new LinkedHashMap<>();

  /** The ids of groups that were disabled. */
  public final Set<String> disabled = new HashSet<>();

  public final Map<String, WorkspaceChannel> channels = new LinkedHashMap<>();

  private final List<String> moreGroups = new ArrayList<>();
  private final List<String> moreChannels = new ArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Consumer<PageEvent> page;

  public Workspace(Clock clock, Consumer<PageEvent> page) {
    this.clock = clock;
    this.ids = new WorkspaceIds(clock);
    this.page = page;
    reset();
  }

  public <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /** Call with the lock held, so that events keep their order. */
  public void publish(String name, JsonObject data, Optional<String> onlyUser) {
    page.accept(new PageEvent(name, data, onlyUser));
  }

  public void channelChanged(WorkspaceChannel channel) {
    JsonObject data = JsonHelper.object().add("channel", channel.pageJson()).build();
    publish("channel", data, Optional.empty());
  }

  public long now() {
    return clock.instant().getEpochSecond();
  }

  /** A channel that the bot can see; refuses with {@code channel_not_found}. */
  public WorkspaceChannel channel(String id) {
    return find(id, BOT_USER).orElseThrow(() -> new SlackErrorException("channel_not_found"));
  }

  public Optional<WorkspaceChannel> find(String id, String viewer) {
    return Optional.ofNullable(channels.get(id)).filter(channel -> channel.visibleTo(viewer));
  }

  public Optional<WorkspaceChannel> byName(String name) {
    return channels.values().stream().filter(channel -> channel.name.equals(name)).findFirst();
  }

  /** A user or bot; refuses with {@code user_not_found}. */
  public User user(String id) {
    return Optional.ofNullable(users.get(id))
        .orElseThrow(() -> new SlackErrorException("user_not_found"));
  }

  public String nameOf(String user) {
    return Optional.ofNullable(users.get(user)).map(User::name).orElse(user);
  }

  /** The control sequence of {@code @name} or {@code #name}. */
  public Optional<String> mention(String typed) {
    String name = typed.substring(1);
    if (typed.startsWith("#")) {
      return byName(name).map(channel -> "<#" + channel.id + "|" + channel.name + ">");
    }
    Optional<String> user =
        users.values().stream()
            .filter(each -> each.name().equals(name))
            .map(each -> "<@" + each.id() + ">")
            .findFirst();
    return user.or(() ->
        groups.values().stream()
            .filter(group -> group.handle().equals(name))
            .map(group -> "<!subteam^" + group.id() + ">")
            .findFirst());
  }

  public WorkspaceChannel add(String id, String name, String creator, boolean isPrivate) {
    WorkspaceChannel channel = new WorkspaceChannel(id, name, creator, now(), isPrivate);
    channels.put(id, channel);
    return channel;
  }

  /**
   * From now on the workspace has these too, with everybody of this company in them.
   *
   * @param handles of user groups, such as {@code @oncall}, or their ids
   * @param names of channels, such as {@code #support}, or their ids
   */
  public void add(Collection<String> handles, Collection<String> names) {
    moreGroups.addAll(handles);
    moreChannels.addAll(names);
    addMore();
  }

  private void addMore() {
    for (String each : moreGroups) {
      boolean id = !each.startsWith("@");
      String handle = id ? each.toLowerCase(Locale.ROOT) : each.substring(1);
      if (groups.values().stream().noneMatch(group -> group.handle().equals(handle))) {
        String known = "S0PLAYED" + groups.size();
        group(id ? each : known, handle, List.of("U0REQUESTER", "U0APPROVER", "U0RESPONDER"));
      }
    }
    for (String each : moreChannels) {
      boolean id = !each.startsWith("#");
      String name = id ? each.toLowerCase(Locale.ROOT) : each.substring(1);
      if (byName(name).isEmpty() && !channels.containsKey(each)) {
        seed(id ? each : "C0PLAYED" + channels.size(), name, "Named by a runbook", PEOPLE);
      }
    }
  }

  /** Restores the users, groups and channels of the start. */
  public void reset() {
    users.clear();
    groups.clear();
    disabled.clear();
    channels.clear();
    String[] names = {"requester", "approver", "stakeholder", "responder"};
    for (int i = 0; i < names.length; i++) {
      put(PEOPLE.get(i), names[i], Membership.MEMBER);
    }
    put(BOT_USER, "rollback-bot", Membership.BOT);
    put(GUEST, "guest", Membership.GUEST);
    put(PARTNER, "partner", Membership.EXTERNAL);
    group("S0RESPONDERS", "responders", List.of("U0REQUESTER", "U0APPROVER", "U0RESPONDER"));
    group("S0ONCALL", "oncall", List.of("U0REQUESTER", "U0APPROVER"));
    List<String> everybody = new ArrayList<>(PEOPLE);
    everybody.add(GUEST);
    everybody.add(PARTNER);
    seed("C0INCIDENTS", "incidents", "Every incident, one card each", everybody);
    seed("C0PRODUCT", "product-updates", "What stakeholders are told", List.of("U0STAKEHOLD"));
    seed("C0SUPPORT", "customer-support", "What customers ask", List.of("U0STAKEHOLD"));
    seed(GENERAL, "general", "Everybody", PEOPLE);
    addMore();
  }

  private void put(String id, String name, Membership membership) {
    users.put(id, new User(id, name, membership));
  }

  private void group(String id, String handle, List<String> members) {
    groups.put(id, new Group(id, handle, handle, members));
  }

  private void seed(String id, String name, String purpose, List<String> members) {
    WorkspaceChannel channel = add(id, name, PEOPLE.getFirst(), false);
    channel.purpose = purpose;
    channel.purposeBy = PEOPLE.getFirst();
    channel.purposeSet = now();
    channel.members.addAll(members);
    if (!id.equals(GENERAL)) {
      channel.members.add(BOT_USER);
    }
  }
}

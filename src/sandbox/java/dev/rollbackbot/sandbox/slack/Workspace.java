package dev.rollbackbot.sandbox.slack;

import jakarta.json.JsonObject;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The people, groups and channels of the one workspace. Everything in it is read and written while
 * holding its lock, which is never held while waiting for the bot.
 */
final class Workspace {
  static final String TEAM = "T0SANDBOX";
  static final String TEAM_DOMAIN = "sandbox";
  static final String APP = "A0SANDBOX";
  static final String BOT_USER = "U0ROLLBACK";
  static final String BOT = "B0ROLLBACK";
  static final String GENERAL = "C0GENERAL";
  static final int MAX_CHANNELS = 500;

  private static final List<String> PEOPLE =
      List.of("U0REQUESTER", "U0APPROVER", "U0STAKEHOLD", "U0RESPONDER");

  /**
   * A member of the workspace.
   *
   * @param name the handle, also shown
   */
  record User(String id, String name, boolean bot) {}

  /** A user group. */
  record Group(String id, String handle, String name, List<String> users) {}

  final Clock clock;
  final Ids ids;
  final Map<String, User> users = new LinkedHashMap<>();
  final Map<String, Group> groups = new LinkedHashMap<>();
  final Map<String, Channel> channels = new LinkedHashMap<>();

  private final ReentrantLock lock = new ReentrantLock();
  private final Consumer<SlackEvent> page;

  Workspace(Clock clock, Consumer<SlackEvent> page) {
    this.clock = clock;
    this.ids = new Ids(clock);
    this.page = page;
    reset();
  }

  <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /** Shows something to everybody. Called with the lock held, so that events keep their order. */
  void tell(String name, JsonObject data) {
    page.accept(new SlackEvent(name, data, Optional.empty()));
  }

  void tell(String name, JsonObject data, String onlyUser) {
    page.accept(new SlackEvent(name, data, Optional.of(onlyUser)));
  }

  void channelChanged(Channel channel) {
    tell("channel", Jsons.object().add("channel", channel.pageJson()).build());
  }

  long now() {
    return clock.instant().getEpochSecond();
  }

  /**
   * A channel that the bot can see, by id.
   *
   * @throws Refusal {@code channel_not_found}
   */
  Channel channel(String id) {
    return find(id, BOT_USER).orElseThrow(() -> new Refusal("channel_not_found"));
  }

  Optional<Channel> find(String id, String viewer) {
    return Optional.ofNullable(channels.get(id)).filter(channel -> channel.visibleTo(viewer));
  }

  Optional<Channel> byName(String name) {
    return channels.values().stream().filter(channel -> channel.name.equals(name)).findFirst();
  }

  /**
   * A person or bot, by id.
   *
   * @throws Refusal {@code user_not_found}
   */
  User user(String id) {
    return Optional.ofNullable(users.get(id)).orElseThrow(() -> new Refusal("user_not_found"));
  }

  String nameOf(String user) {
    return Optional.ofNullable(users.get(user)).map(User::name).orElse(user);
  }

  /** The control sequence of {@code @name} or {@code #name}, if there is such a one. */
  Optional<String> mention(String typed) {
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

  Channel add(String id, String name, String creator, boolean isPrivate) {
    Channel channel = new Channel(id, name, creator, now(), isPrivate);
    channels.put(id, channel);
    return channel;
  }

  /** The people, groups and channels as they are at the start. */
  void reset() {
    users.clear();
    groups.clear();
    channels.clear();
    String[] names = {"requester", "approver", "stakeholder", "responder"};
    for (int i = 0; i < names.length; i++) {
      users.put(PEOPLE.get(i), new User(PEOPLE.get(i), names[i], false));
    }
    users.put(BOT_USER, new User(BOT_USER, "rollback-bot", true));
    group("S0RESPONDERS", "responders", List.of("U0REQUESTER", "U0APPROVER", "U0RESPONDER"));
    group("S0ONCALL", "oncall", List.of("U0REQUESTER", "U0APPROVER"));
    seed("C0INCIDENTS", "incidents", "Every incident, one card each", PEOPLE);
    seed("C0PRODUCT", "product-updates", "What stakeholders are told", List.of("U0STAKEHOLD"));
    seed("C0SUPPORT", "customer-support", "What customers ask", List.of("U0STAKEHOLD"));
    seed(GENERAL, "general", "Everybody", PEOPLE);
  }

  private void group(String id, String handle, List<String> members) {
    groups.put(id, new Group(id, handle, handle, members));
  }

  private void seed(String id, String name, String purpose, List<String> members) {
    Channel channel = add(id, name, PEOPLE.getFirst(), false);
    channel.purpose = purpose;
    channel.purposeBy = PEOPLE.getFirst();
    channel.purposeSet = now();
    channel.members.addAll(members);
    if (!id.equals(GENERAL)) {
      channel.members.add(BOT_USER);
    }
  }
}

package dev.rollbackbot.slack;

import com.slack.api.model.Conversation;
import dev.rollbackbot.app.Chat.Delivered;
import dev.rollbackbot.app.Chat.Delivery;
import dev.rollbackbot.app.Chat.Done;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.slack.Reply.Failed;
import dev.rollbackbot.slack.Reply.Refused;
import dev.rollbackbot.slack.view.Mrkdwn;
import dev.rollbackbot.slack.view.Names;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The incident's own channel: made, filled with people, and labelled. */
final class Rooms {
  private static final Logger LOG = LoggerFactory.getLogger(Rooms.class);
  private static final int MAX_NAMES = 9;
  private static final int NAME = 80;
  private static final int TOPIC = 250;
  private static final int INVITES = 100;
  private static final Duration SKEW = Duration.ofMinutes(2);
  private static final Set<String> TAKEN = Set.of("name_taken");

  /** Why nobody at all can be invited; any other refusal is about one person. */
  private static final Set<String> NOBODY =
      Set.of(
          "missing_scope",
          "not_in_channel",
          "channel_not_found",
          "is_archived",
          "restricted_action",
          "method_not_supported_for_channel_type");

  private final SlackApi api;
  private final Channels channels;
  private final Groups groups;
  private final Names names;
  private final InstantSource clock;

  Rooms(SlackApi api, Channels channels, Groups groups, Names names, InstantSource clock) {
    this.api = api;
    this.channels = channels;
    this.groups = groups;
    this.names = names;
    this.clock = clock;
  }

  Delivered open(Delivery d, Effect.OpenChannel open) {
    Reply<Optional<Conversation>> before =
        d.maybeDone() ? made(open.name(), d.incident().facts().declaredAt()) : none();
    Reply<Conversation> made =
        before.then(found -> found.map(Reply::ok).orElseGet(() -> create(open.name(), 1)));
    return made instanceof Failed<Conversation>(Refused refused)
        ? refused(refused)
        : Outcomes.of(made, "the incident's channel", c -> new Done(Optional.of(opened(c))));
  }

  private Command opened(Conversation made) {
    return new Command.ChannelOpened(
        clock.instant(), Actor.BOT, new Channel(made.getId(), made.getName(), true));
  }

  private Delivered refused(Refused refused) {
    LOG.warn("No channel of its own: {}", refused.why());
    return Outcomes.of(
        channels.incidents(),
        "the incident's channel",
        id ->
            new Done(
                Optional.of(
                    new Command.ChannelRefused(
                        clock.instant(),
                        Actor.BOT,
                        refused.why(),
                        new Channel(id, channels.incidentsPlainName(), false)))));
  }

  private Reply<Conversation> create(String wanted, int number) {
    return api.create(name(wanted, number))
        .instead(
            TAKEN,
            refused -> number < MAX_NAMES ? create(wanted, number + 1) : new Failed<>(refused));
  }

  private static String name(String wanted, int number) {
    String end = number == 1 ? "" : "-" + number;
    int most = NAME - end.length();
    return (wanted.length() > most ? wanted.substring(0, most) : wanted) + end;
  }

  /** The channel that an attempt made whose answer was lost. */
  private Reply<Optional<Conversation>> made(String wanted, Instant since) {
    Set<String> all = new TreeSet<>();
    for (int i = 1; i <= MAX_NAMES; i++) {
      all.add(name(wanted, i));
    }
    long oldest = since.minus(SKEW).getEpochSecond();
    return api.whoAmI()
        .then(me ->
            channels.find(c ->
                all.contains(c.getName())
                    && me.equals(c.getCreator())
                    && c.getCreated() != null
                    && c.getCreated() >= oldest));
  }

  private static Reply<Optional<Conversation>> none() {
    return Reply.ok(Optional.empty());
  }

  /** Whoever is there already or can't come doesn't keep the others out. */
  Delivered invite(Delivery d, Effect.Invite invite) {
    return own(d)
        .map(channel -> {
          Reply<Set<String>> people =
              invite
                  .group()
                  .map(groups::members)
                  .orElseGet(() -> Reply.ok(Set.of()))
                  .map(members -> {
                    Set<String> all = new TreeSet<>(invite.people());
                    all.addAll(members);
                    return all;
                  });
          Reply<Boolean> invited =
              people instanceof Failed<Set<String>>(Refused refused)
                  ? batches(channel, invite.people()).then(_ -> new Failed<>(refused))
                  : people.then(all -> batches(channel, List.copyOf(all)));
          return Outcomes.of(invited, "an invitation", _ -> Outcomes.done());
        })
        .orElseGet(Outcomes::done);
  }

  private Reply<Boolean> batches(String channel, List<String> people) {
    Reply<Boolean> all = Reply.ok(true);
    for (int from = 0; from < people.size(); from += INVITES) {
      List<String> batch = people.subList(from, Math.min(from + INVITES, people.size()));
      all = all.then(_ -> invite(channel, batch));
    }
    return all;
  }

  private Reply<Boolean> invite(String channel, List<String> people) {
    Reply<Boolean> reply = api.invite(channel, people);
    if (!(reply instanceof Failed<Boolean>(Refused refused)) || NOBODY.contains(refused.code())) {
      return reply;
    }
    if (people.size() == 1) {
      LOG.info("{} is not invited: {}", people.getFirst(), refused.why());
      return Reply.ok(true);
    }
    Reply<Boolean> all = Reply.ok(true);
    for (String person : people) {
      all = all.then(_ -> invite(channel, List.of(person)));
    }
    return all;
  }

  Delivered topic(Delivery d, Effect.SetTopic topic) {
    String drawn = Mrkdwn.render(topic.topic(), names, d.incident().id());
    String text = drawn.length() <= TOPIC ? drawn : shortened(topic.topic().plain());
    return label(d, "the channel's topic", channel -> api.topic(channel, text));
  }

  /** As much as fits once it is escaped, which makes it longer. */
  private static String shortened(String text) {
    int points = Math.min(TOPIC, text.codePointCount(0, text.length()));
    String drawn = Mrkdwn.quote(text.substring(0, text.offsetByCodePoints(0, points)));
    while (drawn.length() > TOPIC && points > 0) {
      points--;
      drawn = Mrkdwn.quote(text.substring(0, text.offsetByCodePoints(0, points)));
    }
    return drawn;
  }

  Delivered bookmark(Delivery d, Effect.Bookmark b) {
    return b.link().isEmpty()
        ? Outcomes.done()
        : label(d, "a bookmark", channel -> api.bookmark(channel, b.title(), b.link()));
  }

  /** The incidents channel is everybody's: it is not labelled for one incident. */
  private Delivered label(Delivery d, String what, Function<String, Reply<Boolean>> act) {
    return own(d)
        .map(channel -> Outcomes.optional(act.apply(channel), what))
        .orElseGet(Outcomes::done);
  }

  private static Optional<String> own(Delivery d) {
    return d.incident().facts().channel().filter(Channel::own).map(Channel::id);
  }
}

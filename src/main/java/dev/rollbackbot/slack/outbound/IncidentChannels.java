package dev.rollbackbot.slack.outbound;

import com.slack.api.model.Conversation;
import dev.rollbackbot.app.Chat.Completed;
import dev.rollbackbot.app.Chat.Delivery;
import dev.rollbackbot.app.Chat.DeliveryResult;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.slack.client.ChannelLookup;
import dev.rollbackbot.slack.client.SlackApi;
import dev.rollbackbot.slack.client.SlackResult;
import dev.rollbackbot.slack.client.SlackResult.ApiError;
import dev.rollbackbot.slack.client.SlackResult.CallFailed;
import dev.rollbackbot.slack.client.UserGroupLookup;
import dev.rollbackbot.slack.view.blockkit.MentionLookup;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
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
final class IncidentChannels {
  private static final Logger LOG = LoggerFactory.getLogger(IncidentChannels.class);
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
  private final ChannelLookup channelLookup;
  private final UserGroupLookup userGroupLookup;
  private final MentionLookup mentions;
  private final InstantSource clock;

  IncidentChannels(
      SlackApi api,
      ChannelLookup channelLookup,
      UserGroupLookup userGroupLookup,
      MentionLookup mentions,
      InstantSource clock) {
    this.api = api;
    this.channelLookup = channelLookup;
    this.userGroupLookup = userGroupLookup;
    this.mentions = mentions;
    this.clock = clock;
  }

  DeliveryResult open(Delivery delivery, Effect.OpenChannel open) {
    SlackResult<Optional<Conversation>> before =
        delivery.maybeDone()
            ? findCreated(open.name(), delivery.incident().details().declaredAt())
            : noChannel();
    SlackResult<Conversation> made =
        before.then(found -> found.map(SlackResult::ok).orElseGet(() -> create(open.name(), 1)));
    return made instanceof CallFailed<Conversation>(ApiError apiError)
        ? refused(apiError)
        : DeliveryResults.of(
            made, "the incident's channel", c -> new Completed(Optional.of(opened(c))));
  }

  private Command opened(Conversation made) {
    return new Command.ChannelOpened(
        clock.instant(), Actor.BOT, new Channel(made.getId(), made.getName(), true));
  }

  private DeliveryResult refused(ApiError apiError) {
    LOG.warn("No channel of its own: {}", apiError.why());
    return DeliveryResults.of(
        channelLookup.incidents(),
        "the incident's channel",
        id ->
            new Completed(
                Optional.of(
                    new Command.ChannelRefused(
                        clock.instant(),
                        Actor.BOT,
                        apiError.why(),
                        new Channel(id, channelLookup.incidentsPlainName(), false)))));
  }

  private SlackResult<Conversation> create(String wanted, int number) {
    return api.conversations()
        .create(name(wanted, number))
        .recover(
            TAKEN,
            apiError ->
                number < MAX_NAMES ? create(wanted, number + 1) : new CallFailed<>(apiError));
  }

  private static String name(String wanted, int number) {
    String end = number == 1 ? "" : "-" + number;
    int most = NAME - end.length();
    return (wanted.length() > most ? wanted.substring(0, most) : wanted) + end;
  }

  /** The channel that an attempt made whose answer was lost. */
  private SlackResult<Optional<Conversation>> findCreated(String wanted, Instant since) {
    Set<String> all = new TreeSet<>();
    for (int i = 1; i <= MAX_NAMES; i++) {
      all.add(name(wanted, i));
    }
    long oldest = since.minus(SKEW).getEpochSecond();
    return api.whoAmI()
        .then(botId ->
            channelLookup.find(channel ->
                all.contains(channel.getName())
                    && botId.equals(channel.getCreator())
                    && channel.getCreated() != null
                    && channel.getCreated() >= oldest));
  }

  private static SlackResult<Optional<Conversation>> noChannel() {
    return SlackResult.ok(Optional.empty());
  }

  /** Whoever is there already or can't come doesn't keep the others out. */
  DeliveryResult invite(Delivery delivery, Effect.Invite invite) {
    return ownChannel(delivery)
        .map(channel -> {
          SlackResult<Set<String>> people =
              invite
                  .group()
                  .map(userGroupLookup::members)
                  .orElseGet(() -> SlackResult.ok(Set.of()))
                  .map(members -> {
                    Set<String> all = new TreeSet<>(invite.people());
                    all.addAll(members);
                    return all;
                  });
          SlackResult<Boolean> invited =
              people instanceof CallFailed<Set<String>>(ApiError apiError)
                  ? batches(channel, invite.people()).then(_ -> new CallFailed<>(apiError))
                  : people.then(all -> batches(channel, List.copyOf(all)));
          return DeliveryResults.of(invited, "an invitation", _ -> DeliveryResults.done());
        })
        .orElseGet(DeliveryResults::done);
  }

  private SlackResult<Boolean> batches(String channel, List<String> people) {
    SlackResult<Boolean> all = SlackResult.ok(true);
    for (int from = 0; from < people.size(); from += INVITES) {
      List<String> batch = people.subList(from, Math.min(from + INVITES, people.size()));
      all = all.then(_ -> invite(channel, batch));
    }
    return all;
  }

  private SlackResult<Boolean> invite(String channel, List<String> people) {
    SlackResult<Boolean> slackResult = api.conversations().invite(channel, people);
    if (!(slackResult instanceof CallFailed<Boolean>(ApiError apiError))
        || NOBODY.contains(apiError.code())) {
      return slackResult;
    }
    if (people.size() == 1) {
      LOG.info("{} is not invited: {}", people.getFirst(), apiError.why());
      return SlackResult.ok(true);
    }
    SlackResult<Boolean> all = SlackResult.ok(true);
    for (String person : people) {
      all = all.then(_ -> invite(channel, List.of(person)));
    }
    return all;
  }

  DeliveryResult topic(Delivery delivery, Effect.SetTopic topic) {
    String drawn = Mrkdwn.render(topic.topic(), mentions, delivery.incident().id());
    String text = drawn.length() <= TOPIC ? drawn : shortened(topic.topic().plainText());
    return ifOwnChannel(
        delivery, "the channel's topic", channel -> api.conversations().topic(channel, text));
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

  DeliveryResult bookmark(Delivery delivery, Effect.Bookmark effect) {
    return effect.link().isEmpty()
        ? DeliveryResults.done()
        : ifOwnChannel(
            delivery,
            "a bookmark",
            channel -> api.conversations().bookmark(channel, effect.title(), effect.link()));
  }

  /** The incidents channel is everybody's: it is not labelled for one incident. */
  private DeliveryResult ifOwnChannel(
      Delivery delivery, String what, Function<String, SlackResult<Boolean>> act) {
    return ownChannel(delivery)
        .map(channel -> DeliveryResults.bestEffort(act.apply(channel), what))
        .orElseGet(DeliveryResults::done);
  }

  private static Optional<String> ownChannel(Delivery delivery) {
    return delivery.incident().details().channel().filter(Channel::own).map(Channel::id);
  }
}

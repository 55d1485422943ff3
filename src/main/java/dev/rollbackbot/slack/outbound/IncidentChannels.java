package dev.rollbackbot.slack.outbound;

import com.slack.api.model.Conversation;
import dev.rollbackbot.app.Chat.Delivery;
import dev.rollbackbot.app.Chat.DeliveryResult;
import dev.rollbackbot.app.Chat.DestinationBlocked;
import dev.rollbackbot.app.Chat.PermanentFailure;
import dev.rollbackbot.app.Chat.RetryLater;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.slack.client.ChannelLookup;
import dev.rollbackbot.slack.client.SlackApi;
import dev.rollbackbot.slack.client.SlackResult;
import dev.rollbackbot.slack.client.SlackResult.ApiError;
import dev.rollbackbot.slack.client.SlackResult.CallFailed;
import dev.rollbackbot.slack.client.SlackResult.Ok;
import dev.rollbackbot.slack.client.SlackResult.SlackError;
import dev.rollbackbot.slack.client.UserGroupLookup;
import dev.rollbackbot.slack.view.blockkit.MentionLookup;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The incident's own channel: created, filled with people, and labelled. */
record IncidentChannels(
    SlackApi api,
    ChannelLookup channels,
    UserGroupLookup groups,
    MentionLookup mentions,
    InstantSource clock) {
  private static final Logger LOG = LoggerFactory.getLogger(IncidentChannels.class);
  private static final Duration PRIVATE_RETRY = Duration.ofSeconds(30);
  private static final int MAX_NAMES = 9;
  private static final int MAX_NAME = 80;
  private static final int MAX_TOPIC = 250;
  private static final int MAX_INVITES = 100;
  private static final Set<String> NAME_TAKEN = Set.of("name_taken");

  /** They are there already. */
  private static final Set<String> IN_IT = Set.of("already_in_channel", "cant_invite_self");

  /** These stop every invitation; any other refusal is about one person. */
  private static final Set<String> NO_INVITES =
      Set.of(
          "missing_scope",
          "not_in_channel",
          "channel_not_found",
          "is_archived",
          "restricted_action",
          "method_not_supported_for_channel_type");

  DeliveryResult open(Delivery delivery, Effect.OpenChannel open) {
    boolean isPrivate = delivery.incident().details().isPrivate();
    SlackResult<Optional<Conversation>> earlier =
        delivery.maybeDone()
            ? findCreated(open.name(), delivery.incident().details())
            : SlackResult.ok(Optional.empty());
    SlackResult<Conversation> created =
        earlier.then(
            found -> found.map(SlackResult::ok).orElseGet(() -> create(open.name(), isPrivate, 1)));
    return created instanceof CallFailed<Conversation>(ApiError apiError)
        ? isPrivate ? retryPrivate(apiError) : refused(apiError)
        : DeliveryResults.of(created, "the incident's channel", this::opened);
  }

  private DeliveryResult opened(Conversation created) {
    Channel channel = new Channel(created.getId(), created.getName(), true);
    return DeliveryResults.completed(
        new Command.ChannelOpened(clock.instant(), Actor.BOT, channel));
  }

  /** It may not be discussed anywhere else, so it waits until an administrator has acted. */
  private static DeliveryResult retryPrivate(ApiError apiError) {
    Optional<String> remedy = ChannelErrors.remedy(apiError.code());
    if (remedy.isPresent()) {
      return new DestinationBlocked(
          "a private channel for it", ChannelErrors.why(apiError), remedy.get());
    }
    LOG.error("private channel not created, the incident waits for it reason={}", apiError.why());
    return new RetryLater(PRIVATE_RETRY, "no private channel: " + apiError.why(), false);
  }

  private DeliveryResult refused(ApiError apiError) {
    LOG.warn("incident channel not created reason={}", apiError.why());
    return DeliveryResults.of(
        channels.incidents(),
        "the incident's channel",
        id -> {
          Channel fallback = new Channel(id, channels.incidentsPlainName(), false);
          return DeliveryResults.completed(
              new Command.ChannelRefused(clock.instant(), Actor.BOT, apiError.why(), fallback));
        });
  }

  private SlackResult<Conversation> create(String wanted, boolean isPrivate, int number) {
    return api.conversations()
        .create(name(wanted, number), isPrivate)
        .recover(
            NAME_TAKEN,
            apiError ->
                number < MAX_NAMES
                    ? create(wanted, isPrivate, number + 1)
                    : new CallFailed<>(apiError));
  }

  private static String name(String wanted, int number) {
    String suffix = number == 1 ? "" : "-" + number;
    return wanted.substring(0, Math.min(wanted.length(), MAX_NAME - suffix.length())) + suffix;
  }

  /** The channel that an earlier attempt created whose response was lost. */
  private SlackResult<Optional<Conversation>> findCreated(String wanted, IncidentDetails details) {
    Set<String> names =
        IntStream.rangeClosed(1, MAX_NAMES)
            .mapToObj(number -> name(wanted, number))
            .collect(Collectors.toSet());
    long oldest = details.declaredAt().minus(MessageSender.CLOCK_SKEW).getEpochSecond();
    return api.whoAmI()
        .then(botId -> {
          Predicate<Conversation> created =
              channel ->
                  names.contains(channel.getName())
                      && botId.equals(channel.getCreator())
                      && channel.getCreated() != null
                      && channel.getCreated() >= oldest;
          return details.isPrivate() ? channels.findPrivate(created) : channels.findOwn(created);
        });
  }

  DeliveryResult invite(Delivery delivery, Effect.Invite invite) {
    Optional<String> channel = ownChannel(delivery);
    if (channel.isEmpty()) {
      return DeliveryResults.done();
    }
    SlackResult<Set<String>> members =
        invite.group().map(groups::members).orElseGet(() -> SlackResult.ok(Set.of()));
    SlackResult<Map<String, String>> refused = inviteEach(channel.get(), invite.people());
    SlackResult<Map<String, String>> invited =
        members instanceof CallFailed<Set<String>>(ApiError apiError)
            ? refused.then(_ -> new CallFailed<>(apiError))
            : refused.then(named ->
                members
                    .then(all -> invite(channel.get(), List.copyOf(all), MAX_INVITES))
                    .map(_ -> named));
    if (invited instanceof Ok<Map<String, String>>(Map<String, String> named) && !named.isEmpty()) {
      return notInvited(delivery.incident().details(), named);
    }
    return DeliveryResults.once(invited, "an invitation");
  }

  /** Whoever leads it or asked for it reads nothing of it then, which the others must know. */
  private static DeliveryResult notInvited(IncidentDetails details, Map<String, String> named) {
    String lead = details.declaration().lead();
    Map.Entry<String, String> first =
        named.entrySet().stream()
            .filter(e -> e.getKey().equals(lead))
            .findFirst()
            .orElseGet(() -> named.entrySet().iterator().next());
    boolean isLead = first.getKey().equals(lead);
    return new PermanentFailure(
        isLead ? "to invite the lead into this channel" : "to invite who declared it",
        first.getValue(),
        Optional.of(
            isLead
                ? "Tell them by another way, or choose another lead."
                : "Tell them by another way."));
  }

  /**
   * Invites people one by one.
   *
   * @return who can't be invited, and why
   */
  private SlackResult<Map<String, String>> inviteEach(String channel, List<String> people) {
    Map<String, String> refused = new TreeMap<>();
    for (String person : people) {
      SlackResult<Boolean> invited = api.conversations().invite(channel, List.of(person));
      if (invited instanceof CallFailed<Boolean>(ApiError apiError)
          && !NO_INVITES.contains(apiError.code())) {
        LOG.info("not invited person={} reason={}", person, apiError.why());
        if (!IN_IT.contains(apiError.code())) {
          refused.put(person, apiError.why());
        }
      } else if (invited instanceof CallFailed<Boolean>(SlackError error)) {
        return new CallFailed<>(error);
      }
    }
    return SlackResult.ok(refused);
  }

  private SlackResult<Boolean> invite(String channel, List<String> people, int batchSize) {
    SlackResult<Boolean> all = SlackResult.ok(true);
    for (int from = 0; from < people.size(); from += batchSize) {
      List<String> batch = people.subList(from, Math.min(from + batchSize, people.size()));
      all = all.then(_ -> invite(channel, batch));
    }
    return all;
  }

  /** A refusal is retried person by person, so that one person does not exclude the others. */
  private SlackResult<Boolean> invite(String channel, List<String> people) {
    SlackResult<Boolean> invited = api.conversations().invite(channel, people);
    if (!(invited instanceof CallFailed<Boolean>(ApiError apiError))
        || NO_INVITES.contains(apiError.code())) {
      return invited;
    }
    if (people.size() > 1) {
      return invite(channel, people, 1);
    }
    LOG.info("not invited person={} reason={}", people.getFirst(), apiError.why());
    return SlackResult.ok(true);
  }

  DeliveryResult topic(Delivery delivery, Effect.SetTopic topic) {
    String rendered = Mrkdwn.render(topic.topic(), mentions, delivery.incident().id());
    String text = rendered.length() <= MAX_TOPIC ? rendered : shortened(topic.topic().plainText());
    return ifOwnChannel(
        delivery, "the channel's topic", channel -> api.conversations().topic(channel, text));
  }

  /** Escaping makes a text longer, so the limit applies to the escaped text. */
  private static String shortened(String text) {
    for (int points = Math.min(MAX_TOPIC, text.codePointCount(0, text.length())); ; points--) {
      String quoted = Mrkdwn.quote(text.substring(0, text.offsetByCodePoints(0, points)));
      if (quoted.length() <= MAX_TOPIC || points == 0) {
        return quoted;
      }
    }
  }

  /** A bookmark without a link leads to the panel. */
  DeliveryResult bookmark(Delivery delivery, Effect.Bookmark effect) {
    String link =
        effect.link().isEmpty()
            ? mentions.logLink(delivery.incident().id()).orElse("")
            : effect.link();
    return link.isEmpty()
        ? DeliveryResults.done()
        : ifOwnChannel(
            delivery,
            "a bookmark",
            channel -> api.conversations().bookmark(channel, effect.title(), link));
  }

  /** The incidents channel is shared: it is not labelled for one incident. */
  private DeliveryResult ifOwnChannel(
      Delivery delivery, String what, Function<String, SlackResult<Boolean>> call) {
    return ownChannel(delivery)
        .map(channel -> DeliveryResults.bestEffort(call.apply(channel), what))
        .orElseGet(DeliveryResults::done);
  }

  private static Optional<String> ownChannel(Delivery delivery) {
    return delivery.incident().details().channel().filter(Channel::own).map(Channel::id);
  }
}

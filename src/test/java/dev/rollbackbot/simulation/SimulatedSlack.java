package dev.rollbackbot.simulation;

import static dev.rollbackbot.promises.Invariant.require;

import dev.rollbackbot.app.Chat;
import dev.rollbackbot.app.DeliveryDestinations;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.text.StakeholderPosts;
import dev.rollbackbot.simulation.truth.SaidLine;
import dev.rollbackbot.simulation.truth.TruthCheck.ShownText;
import dev.rollbackbot.simulation.truth.TruthCheck.ShownText.Place;
import dev.rollbackbot.slack.view.panel.IncidentCard;
import dev.rollbackbot.slack.view.panel.Panel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What Slack shows of the incident. Responses are lost before and after the effect; Slack asks for
 * a delay, is unavailable, takes nothing for one destination, refuses for good. An effect that may
 * be done is looked up first, as the real adapter does; any other is performed, even if that makes
 * a duplicate.
 */
final class SimulatedSlack implements Chat {
  private final SeededRandom random;
  private final TracingClock clock;

  /** The keys of the posts, in order. */
  final List<String> posted = new ArrayList<>();

  /** The keys that were refused for good. */
  final Set<String> refused = new HashSet<>();

  /** The channels of stakeholders that refused a post, or took nothing for a while. */
  final Set<String> missed = new HashSet<>();

  /** The incident that each live message shows. */
  final Map<Effect.LiveMessage, Incident> shown = new EnumMap<>(Effect.LiveMessage.class);

  /** The first notice to stakeholders as it stands there, by channel. */
  final Map<String, RichText> notices = new HashMap<>();

  /** The posts about the end, by channel, as they stand there. */
  final Map<String, RichText> endings = new HashMap<>();

  /** What was rendered from the incident when it was shown. */
  final List<ShownText> said = new ArrayList<>();

  private boolean channel;

  SimulatedSlack(SeededRandom random, TracingClock clock) {
    this.random = random;
    this.clock = clock;
  }

  @Override
  public DeliveryResult deliver(Delivery delivery) {
    random.maybeCrash("before Slack");
    if (random.fault(0.08)) {
      return new RetryLater(random.seconds(1, 30), "ratelimited", false);
    }
    if (random.fault(0.04)) {
      return new RetryLater(Duration.ofSeconds(2), "no answer", true);
    }
    if (random.fault(0.02)) {
      throw new IllegalStateException("a bug in the adapter");
    }
    if (random.fault(0.01) && delivery.effect() instanceof Effect.Post post) {
      refused.add(delivery.key());
      if (post.destination() == Effect.Destination.STAKEHOLDERS) {
        missed.add(post.channel());
      }
      return new PermanentFailure("a post", "is_archived");
    }
    if (random.fault(0.03) && !destination(delivery).equals(DeliveryDestinations.CHANNEL)) {
      if (delivery.effect() instanceof Effect.Post post) {
        missed.add(post.channel());
      }
      return new DestinationBlocked(
          "a post", "is_archived", "Somebody must unarchive that channel.");
    }
    Optional<Command> report = perform(delivery);
    clock.note("Slack: " + delivery.key() + " " + delivery.effect().getClass().getSimpleName());
    random.maybeCrash("after Slack");
    return random.fault(0.05)
        ? new RetryLater(Duration.ofSeconds(2), "response lost", true)
        : new Completed(report);
  }

  private static String destination(Delivery delivery) {
    return DeliveryDestinations.of(delivery.effect());
  }

  private Optional<Command> reached(Incident incident, String stakeholders) {
    return incident
        .details()
        .undelivered()
        .notice(stakeholders)
        .map(_ -> new Command.StakeholderPostDelivered(clock.instant(), Actor.BOT, stakeholders));
  }

  private void show(Effect.LiveMessage liveMessage, Incident incident) {
    Instant now = clock.instant();
    switch (liveMessage) {
      case PANEL -> {
        say(Place.PANEL, incident, SaidLine.of(Panel.blocks(incident, now, SaidLine.mentions())));
        say(Place.PANEL, incident, SaidLine.of(Panel.text(incident, now)).toList());
      }
      case CARD -> {
        say(
            Place.CARD,
            incident,
            SaidLine.of(IncidentCard.blocks(incident, now, SaidLine.mentions())));
        say(Place.CARD, incident, SaidLine.of(IncidentCard.text(incident)).toList());
      }
    }
  }

  private void say(Place place, Incident incident, List<SaidLine> lines) {
    said.add(new ShownText(place, clock.instant(), incident, lines));
  }

  private Optional<Command> perform(Delivery delivery) {
    return switch (delivery.effect()) {
      case Effect.Post post -> {
        boolean found = delivery.maybeDone() && posted.contains(delivery.key());
        require(
            channel || post.destination() != Effect.Destination.CHANNEL,
            () -> delivery.key() + " has no channel to go to: " + post.text().plainText());
        require(
            shown.containsKey(Effect.LiveMessage.PANEL)
                || post.destination() != Effect.Destination.THREAD,
            delivery.key() + " has no thread to go to");
        if (!found) {
          posted.add(delivery.key());
        }
        if (post.destination() == Effect.Destination.STAKEHOLDERS) {
          RichText text = StakeholderPosts.late(delivery.incident(), post);
          // Changes of what was declared are told one by one and in order; each is compared when it
          // is made.
          if (!text.equals(post.text())
              || !post.notice().equals(Optional.of(Effect.StakeholderNotice.CHANGE))) {
            say(Place.POST, delivery.incident(), SaidLine.of(text));
          }
          if (StakeholderPosts.missed(delivery.incident(), post.channel())
              .or(post::notice)
              .equals(Optional.of(Effect.StakeholderNotice.ENDING))) {
            endings.put(post.channel(), text);
          }
        }
        if (post.notice().equals(Optional.of(Effect.StakeholderNotice.FIRST))) {
          notices.putIfAbsent(post.channel(), post.text());
        }
        yield reached(delivery.incident(), post.channel());
      }
      case Effect.RepeatPost(String missed) -> {
        StakeholderPosts.text(delivery.incident(), missed)
            .ifPresent(text -> say(Place.POST, delivery.incident(), SaidLine.of(text)));
        yield reached(delivery.incident(), missed);
      }
      case Effect.OpenChannel open -> {
        channel = true;
        yield Optional.of(
            new Command.ChannelOpened(
                clock.instant(), Actor.BOT, new Channel("C1", open.name(), true)));
      }
      case Effect.Refresh(Effect.LiveMessage liveMessage) -> {
        show(liveMessage, delivery.incident());
        yield shown.put(liveMessage, delivery.incident()) == null
            ? Optional.of(new Command.LiveMessagePosted(clock.instant(), Actor.BOT, liveMessage))
            : Optional.empty();
      }
      case Effect.RefreshNotice(String stakeholders) -> {
        RichText text = StakeholderPosts.notice(delivery.incident());
        if (notices.computeIfPresent(stakeholders, (_, _) -> text) != null) {
          say(Place.NOTICE, delivery.incident(), SaidLine.of(text));
        }
        StakeholderPosts.lastPost(delivery.incident())
            .filter(_ -> endings.containsKey(stakeholders))
            .ifPresent(last -> {
              endings.put(stakeholders, last);
              say(Place.POST, delivery.incident(), SaidLine.of(last));
            });
        yield Optional.empty();
      }
      case Effect.Invite _,
          Effect.SetTopic _,
          Effect.Bookmark _,
          Effect.Attach _,
          Effect.AttachPostMortem _,
          Effect.AttachChart _,
          Effect.PostDrillScore _,
          Effect.AttachDrillTimes _ ->
          Optional.empty();
    };
  }
}

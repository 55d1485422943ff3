package dev.rollbackbot.slack;

import dev.rollbackbot.app.Chat.Delivered;
import dev.rollbackbot.app.Chat.Delivery;
import dev.rollbackbot.app.Chat.Done;
import dev.rollbackbot.app.MessageRefs;
import dev.rollbackbot.app.MessageRefs.MessageRef;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.slack.Reply.Failed;
import dev.rollbackbot.slack.view.Card;
import dev.rollbackbot.slack.view.Names;
import dev.rollbackbot.slack.view.Panel;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The messages that are drawn from the state and updated in place. */
final class Surfaces {
  static final String PANEL = "panel";
  static final String CARD = "card";

  private static final Logger LOG = LoggerFactory.getLogger(Surfaces.class);

  /** The message can't be drawn anew where it was. */
  private static final Set<String> MESSAGE_GONE =
      Stream.concat(
              Stream.of("message_not_found", "cant_update_message", "edit_window_closed"),
              Voice.CHANNEL_GONE.stream())
          .collect(Collectors.toUnmodifiableSet());

  private final SlackApi api;
  private final Voice voice;
  private final Home home;
  private final Channels channels;
  private final MessageRefs refs;
  private final Names names;
  private final InstantSource clock;

  Surfaces(
      SlackApi api,
      Voice voice,
      Home home,
      Channels channels,
      MessageRefs refs,
      Names names,
      InstantSource clock) {
    this.api = api;
    this.voice = voice;
    this.home = home;
    this.channels = channels;
    this.refs = refs;
    this.names = names;
    this.clock = clock;
  }

  Delivered refresh(Delivery d, Effect.Surface surface) {
    Reply<MessageRef> shown =
        refs.find(d.incident().id(), slot(surface))
            .map(ref -> redraw(d, surface, ref))
            .orElseGet(() -> draw(d, surface));
    String what = surface == Effect.Surface.PANEL ? "the panel" : "the incident's card";
    return Outcomes.of(shown, what, _ -> new Done(tell(d.incident(), surface)));
  }

  private Optional<Command> tell(Incident state, Effect.Surface surface) {
    return state.facts().shown().contains(surface)
        ? Optional.empty()
        : Optional.of(new Command.Shown(clock.instant(), Actor.BOT, surface));
  }

  private Reply<MessageRef> redraw(Delivery d, Effect.Surface surface, MessageRef ref) {
    return voice
        .member(ref.channel(), () -> voice.change(ref, draft(d.incident(), surface)))
        .map(_ -> ref)
        .instead(
            MESSAGE_GONE,
            why -> {
              LOG.warn("The {} is posted anew: {}", slot(surface), why.why());
              return draw(d, surface);
            });
  }

  /** One incident has one message of a kind, so its key is the same at every attempt. */
  private Reply<MessageRef> draw(Delivery d, Effect.Surface surface) {
    Voice.Once once =
        new Voice.Once(
            d.incident().id().label() + "/" + slot(surface),
            d.maybeDone(),
            d.incident().facts().declaredAt());
    Draft draft = draft(d.incident(), surface);
    Reply<MessageRef> shown =
        switch (surface) {
          case PANEL -> home.in(d.incident(), id -> voice.say(Voice.Spot.in(id), draft, once));
          case CARD -> channels.incidents().then(id -> voice.say(Voice.Spot.in(id), draft, once));
        };
    return shown.map(ref -> {
      // Pinned first: once it is known where it stands, nobody comes back here to pin it.
      if (surface == Effect.Surface.PANEL) {
        pin(ref);
      }
      refs.save(d.incident().id(), slot(surface), ref);
      return ref;
    });
  }

  private void pin(MessageRef ref) {
    if (api.pin(ref.channel(), ref.ts()) instanceof Failed<Boolean> f
        && !f.trouble().why().equals("already_pinned")) {
      LOG.warn("The panel is not pinned: {}", f.trouble().why());
    }
  }

  private Draft draft(Incident state, Effect.Surface surface) {
    Instant now = clock.instant();
    return switch (surface) {
      case PANEL -> Draft.of(Panel.text(state, now), () -> Panel.blocks(state, now, names));
      case CARD -> Draft.of(Card.text(state), () -> Card.blocks(state, now, names));
    };
  }

  private static String slot(Effect.Surface surface) {
    return switch (surface) {
      case PANEL -> PANEL;
      case CARD -> CARD;
    };
  }
}

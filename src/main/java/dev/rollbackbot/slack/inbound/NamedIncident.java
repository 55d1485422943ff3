package dev.rollbackbot.slack.inbound;

import dev.rollbackbot.app.IncidentStore.IncidentSummary;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import java.util.List;
import java.util.Optional;

/**
 * Which incident a slash command is about. {@link #of} is the only place that decides it: a word
 * can't act on one incident while another one was typed.
 */
sealed interface NamedIncident {
  /** The typed one, or that of the channel. */
  record ThisOne(Incident incident) implements NamedIncident {}

  /** Nobody named it: it is the only one open. */
  record TheOnlyOpen(Incident incident) implements NamedIncident {}

  /** One was typed in the channel of another one. */
  record TypedElsewhere(Incident typed, Incident ofChannel) implements NamedIncident {}

  /** None was named, and several are open. */
  record SeveralOpen(List<IncidentSummary> open) implements NamedIncident {
    public SeveralOpen {
      open = List.copyOf(open);
    }
  }

  record NothingOpen() implements NamedIncident {}

  record NotThere(String typed) implements NamedIncident {}

  /** A private one, typed by somebody who is not known to be in its channel. */
  record NotForThem(Incident incident) implements NamedIncident {}

  static NamedIncident of(SlashCommandInput input, HandlerContext context) {
    Optional<Incident> ofChannel = ofChannel(input.channel(), context);
    Optional<String> label = input.label();
    if (label.isPresent()) {
      Optional<Incident> typed = input.typedId().flatMap(context::incident);
      return typed
          .map(found ->
              HandlerContext.mayRead(found, input.person(), input.channel())
                  ? typed(found, ofChannel)
                  : new NotForThem(found))
          .orElseGet(() -> new NotThere(label.get()));
    }
    return ofChannel.<NamedIncident>map(ThisOne::new).orElseGet(() -> onlyOpen(input, context));
  }

  private static NamedIncident typed(Incident typed, Optional<Incident> ofChannel) {
    return ofChannel
        .filter(other -> !other.id().equals(typed.id()))
        .<NamedIncident>map(other -> new TypedElsewhere(typed, other))
        .orElseGet(() -> new ThisOne(typed));
  }

  private static NamedIncident onlyOpen(SlashCommandInput input, HandlerContext context) {
    List<IncidentSummary> open = context.openFor(input);
    if (open.size() > 1) {
      return new SeveralOpen(open);
    }
    return open.stream()
        .findFirst()
        .flatMap(only -> context.incident(only.id()))
        .<NamedIncident>map(TheOnlyOpen::new)
        .orElseGet(NothingOpen::new);
  }

  /** The incidents channel belongs to no incident, though several may be discussed there. */
  private static Optional<Incident> ofChannel(String channel, HandlerContext context) {
    Optional<IncidentId> id = context.store().findByChannel(channel);
    return id.flatMap(context::incident)
        .filter(incident ->
            incident
                .details()
                .channel()
                .filter(c -> c.own() && c.id().equals(channel))
                .isPresent());
  }
}

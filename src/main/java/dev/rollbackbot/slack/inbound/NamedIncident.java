package dev.rollbackbot.slack.inbound;

import dev.rollbackbot.app.IncidentStore.IncidentSummary;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.typed.TypedReference;
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

  /** {@code hidden}: how many private ones are open all the same. */
  record NothingOpen(int hidden) implements NamedIncident {}

  record NotThere(TypedReference typed) implements NamedIncident {}

  /** A private one, typed by somebody who is not known to be in its channel. */
  record NotForThem(Incident incident) implements NamedIncident {}

  /** Of the channel, or the only one open: none was typed. */
  static NamedIncident of(SlashCommandInput input, HandlerContext context) {
    return ofChannel(input.channel(), context)
        .<NamedIncident>map(ThisOne::new)
        .orElseGet(() -> onlyOpen(input, context));
  }

  /** {@code reference}: as it was typed, if it was. */
  static NamedIncident of(
      Optional<TypedReference> reference, SlashCommandInput input, HandlerContext context) {
    return reference
        .map(typed ->
            find(typed, context)
                .map(found ->
                    HandlerContext.mayRead(found, input.person(), input.channel())
                        ? typed(found, ofChannel(input.channel(), context))
                        : new NotForThem(found))
                .orElseGet(() -> new NotThere(typed)))
        .orElseGet(() -> of(input, context));
  }

  private static Optional<Incident> find(TypedReference reference, HandlerContext context) {
    return switch (reference) {
      case TypedReference.ByNumber number ->
          number.number().flatMap(n -> context.incident(new IncidentId(n)));
      case TypedReference.ByBareNumber(TypedReference.ByNumber number, String _) ->
          find(number, context);
      case TypedReference.ByChannel channel -> ofChannel(channel.id(), context);
    };
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
        .orElseGet(() -> new NothingOpen(context.store().openIncidents().size()));
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

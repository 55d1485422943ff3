package dev.rollbackbot.incident.text;

import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Declaration;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.RichText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Texts about what was declared and is changed. */
public final class DeclarationText {
  private DeclarationText() {}

  /** Such as: @anna changed the severity from HIGH to CRITICAL: orders are lost. */
  public static RichText changed(Event.DeclarationChanged event) {
    RichText out = RichText.EMPTY.person(event.by()).text(" changed ");
    List<RichText> changes = changes(event.before(), event.after());
    for (int i = 0; i < changes.size(); i++) {
      out = out.text(i == 0 ? "" : i == changes.size() - 1 ? " and " : ", ").add(changes.get(i));
    }
    return out.text(": ").quote(event.reason());
  }

  /** Nobody leads what the bot began until somebody takes the lead. */
  public static RichText lead(IncidentDetails details) {
    return lead(details.declaration());
  }

  private static RichText lead(Declaration declaration) {
    return declaration.lead().equals(Actor.BOT.id())
        ? RichText.of("nobody yet")
        : RichText.EMPTY.person(declaration.lead());
  }

  /** Mentions who leads; without anybody, the responders. */
  public static RichText mentionLead(IncidentDetails details) {
    return details.declaration().lead().equals(Actor.BOT.id())
        ? details
            .environment()
            .responders()
            .map(RichText.EMPTY::group)
            .orElseGet(() -> RichText.of("Nobody leads yet"))
        : lead(details);
  }

  private static List<RichText> changes(Declaration before, Declaration after) {
    List<RichText> out = new ArrayList<>();
    if (before.severity() != after.severity()) {
      out.add(RichText.of("the severity from " + before.severity() + " to " + after.severity()));
    }
    if (before.affectingUsers() != after.affectingUsers()) {
      out.add(
          RichText.of(
              after.affectingUsers()
                  ? "the impact (it affects users now)"
                  : "the impact (it does not affect users now)"));
    }
    if (!before.lead().equals(after.lead())) {
      out.add(RichText.of("the lead from ").add(lead(before)).text(" to ").add(lead(after)));
    }
    if (!before.description().equals(after.description())) {
      out.add(
          after.description().isBlank()
              ? RichText.of("the description (there is none now)")
              : RichText.of("the description to “").said(after.description()).text("”"));
    }
    if (!before.beganAt().equals(after.beganAt())) {
      out.add(
          began(RichText.of("when it began from "), before.beganAt())
              .text(" to ")
              .add(began(RichText.EMPTY, after.beganAt())));
    }
    return out;
  }

  private static RichText began(RichText out, Optional<Instant> at) {
    return at.map(out::time).orElseGet(() -> out.text("not known"));
  }

  /**
   * What people outside engineering are told; empty: nothing that concerns them. It may be
   * delivered when it has changed again, so it says when that was so.
   */
  public static RichText forStakeholders(IncidentDetails details, Event.DeclarationChanged event) {
    Declaration before = event.before();
    Declaration after = event.after();
    RichText out = RichText.EMPTY;
    if (before.affectingUsers() != after.affectingUsers()) {
      out =
          out.text(
              after.affectingUsers()
                  ? " It affects users now."
                  : " It does not affect users now, as far as we know.");
    }
    int order = after.severity().compareTo(before.severity());
    if (order != 0) {
      out =
          out.text(
              order < 0
                  ? " It is more serious than we thought."
                  : " It is less serious than we thought.");
    }
    if (!before.description().equals(after.description()) && !after.description().isBlank()) {
      out = out.text(" What is seen: ").said(after.description());
    }
    return out.spans().isEmpty()
        ? RichText.EMPTY
        : RichText.of(details.runbook().name() + ", as of ").time(event.at()).text(":").add(out);
  }
}

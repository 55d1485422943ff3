package dev.rollbackbot.incident.text;

import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.request.PersonReminder;
import dev.rollbackbot.incident.request.RequestKind;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.runbook.Contact;
import dev.rollbackbot.runbook.SignOff;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reminders: whom they mention, and what they say. */
public final class ReminderText {
  private ReminderText() {}

  /** Whom a reminder turns to, each only once for the same request until all have been. */
  private enum Audience {
    ASKED_GROUP,
    LEAD,
    RESPONDERS,
    CONTACTS
  }

  /** One post for each audience. */
  public static List<RichText> posts(Incident incident, Event.PeopleReminded event) {
    Map<Audience, List<PersonReminder>> byAudience = new EnumMap<>(Audience.class);
    for (PersonReminder reminder : event.reminders()) {
      byAudience
          .computeIfAbsent(audience(incident.details(), reminder), _ -> new ArrayList<>())
          .add(reminder);
    }
    List<RichText> posts = new ArrayList<>();
    byAudience.forEach((audience, reminders) -> {
      RichText text = mention(incident.details(), audience).text(": ");
      String separator = reminders.size() == 1 ? "" : "\n• ";
      for (PersonReminder reminder : reminders) {
        text = text.text(separator).text(waiting(incident, reminder, event.at()));
      }
      text = text.text(separator.isEmpty() ? " " : "\n").add(where(incident.state()));
      posts.add(text.add(help(incident.details(), audience)));
    });
    return posts;
  }

  /** A proposal has no panel yet. */
  private static RichText where(State state) {
    return state instanceof State.Proposed
        ? RichText.of("The card above has the buttons.")
        : RichText.of("The ").log("panel").text(" shows what can be done.");
  }

  /** For the log. */
  public static RichText line(Incident incident, Event.PeopleReminded event) {
    List<String> all =
        event.reminders().stream().map(r -> waiting(incident, r, event.at())).toList();
    return RichText.of("People were reminded. " + String.join(" ", all));
  }

  private static Audience audience(IncidentDetails details, PersonReminder reminder) {
    List<Audience> all = new ArrayList<>();
    Optional<String> approvers = details.environment().approvers();
    boolean consent =
        reminder.kind() == RequestKind.APPROVAL || reminder.kind() == RequestKind.CONSENT;
    if (consent && approvers.isPresent()) {
      all.add(Audience.ASKED_GROUP);
    }
    all.add(Audience.LEAD);
    Optional<String> responders = details.environment().responders();
    // While nobody leads, they are mentioned in place of the lead.
    if (responders.isPresent()
        && !details.declaration().lead().equals(Actor.BOT.id())
        && !(all.contains(Audience.ASKED_GROUP) && responders.equals(approvers))) {
      all.add(Audience.RESPONDERS);
    }
    all.add(Audience.CONTACTS);
    // By how many were sent, so that nobody is passed over after a time without the bot.
    return all.get(Math.min(reminder.sent().orElse(reminder.number()), all.size()) - 1);
  }

  private static RichText mention(IncidentDetails details, Audience audience) {
    RichText lead = DeclarationText.mentionLead(details);
    return switch (audience) {
      case ASKED_GROUP -> details.environment().approvers().map(RichText.EMPTY::group).orElse(lead);
      case RESPONDERS -> details.environment().responders().map(RichText.EMPTY::group).orElse(lead);
      case LEAD, CONTACTS -> lead;
    };
  }

  /** The contacts may not be in Slack, so the lead is told whom to reach. */
  private static RichText help(IncidentDetails details, Audience audience) {
    RichText out = RichText.EMPTY;
    if (audience != Audience.CONTACTS) {
      return out;
    }
    for (Contact contact : details.runbook().contacts()) {
      if (!contact.placeholder()) {
        out =
            out.text(out.spans().isEmpty() ? "\nAsk for help: " : ", ")
                .text(contact.role() + " (")
                .quote(contact.reach())
                .text(")");
      }
    }
    return out;
  }

  private static String waiting(Incident incident, PersonReminder reminder, Instant now) {
    String time = StatusText.durationText(Duration.between(reminder.since(), now));
    return what(incident, reminder) + ", for " + time + ".";
  }

  private static String what(Incident incident, PersonReminder reminder) {
    IncidentDetails details = incident.details();
    String about = reminder.about();
    return switch (reminder.kind()) {
      case APPROVAL -> "The plan still waits for an approval";
      case ITEM -> "“" + details.checklist().title(about) + "” is still open";
      case STEP -> step(incident, about) + " is still to be done by hand";
      case CONSENT ->
          step(incident, about) + " still waits for a consent of its own, or to be skipped";
      case LOCK ->
          step(incident, about)
              + " still waits for "
              + holder(incident, about)
              + " to let go of its lock";
      case PROVIDER_WAIT ->
          step(incident, about) + " still waits for a person who acts at its provider";
      case PROPOSAL ->
          details.id().label()
              + " proposes a rollback of "
              + details.runbook().name()
              + " in "
              + details.environment().id()
              + ", and nobody has answered";
      case DELIVERY -> "Stakeholders in " + about + " still lack a post that Slack refused";
      case RELAPSE ->
          "Something has changed again after RESOLVED, and nobody has reopened or closed it";
      case DECISION ->
          about.isEmpty()
              ? decision(incident.state(), StatusText.status(incident))
              : "“" + details.runbook().checkTitle(about) + "” still fails";
      case CHECK -> "“" + details.runbook().checkTitle(about) + "” is still to be confirmed";
      case INCONCLUSIVE_PROBE ->
          "“"
              + details.runbook().checkTitle(about)
              + "” gives no usable answer, so a person decides: waive it with a reason, count it"
              + " as failed, or measure again. It has been so";
      case SIGNATURE -> {
        SignOff labels = details.runbook().signOff();
        yield "The signature “"
            + (about.equals("first") ? labels.rolledBack() : labels.verified())
            + "” is still missing";
      }
    };
  }

  private static String step(Incident incident, String id) {
    return "“" + incident.step(id).map(s -> s.step().title()).orElse(id) + "”";
  }

  private static String holder(Incident incident, String step) {
    return incident
        .step(step)
        .map(StepRun::status)
        .filter(StepRun.WaitingForLock.class::isInstance)
        .map(s -> StepText.label(((StepRun.WaitingForLock) s).holder()))
        .orElse("another incident");
  }

  private static String decision(State state, String status) {
    return state instanceof State.Preparing
        ? "There is still no plan that can be approved"
        : status + ". Somebody still has to decide how it goes on. It has waited";
  }
}

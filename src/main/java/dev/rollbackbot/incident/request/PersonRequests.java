package dev.rollbackbot.incident.request;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The open requests of an incident.
 *
 * @param nextReminder when the next reminder is due; empty: nobody is asked for anything
 * @param rescheduled whether the last event changed that time
 */
public record PersonRequests(
    List<PersonRequest> open, Optional<Instant> nextReminder, boolean rescheduled) {
  public static final PersonRequests NONE = new PersonRequests(List.of(), Optional.empty(), false);

  public PersonRequests {
    open = List.copyOf(open);
  }

  /** These are open now. */
  public PersonRequests with(List<PersonRequest> next, Optional<Instant> reminder) {
    return new PersonRequests(
        next, reminder, reminder.isPresent() && !reminder.equals(nextReminder));
  }

  public PersonRequests reminded(List<PersonReminder> reminders) {
    List<PersonRequest> next = open;
    for (PersonReminder reminder : reminders) {
      next = next.stream().map(r -> r.reminded(reminder)).toList();
    }
    return new PersonRequests(next, nextReminder, rescheduled);
  }

  public Optional<PersonRequest> request(RequestKind kind, String about) {
    return open.stream().filter(r -> r.isAbout(kind, about)).findFirst();
  }

  /** Whether people have been asked to decide about that probe. */
  public boolean asksAbout(String probe) {
    return request(RequestKind.INCONCLUSIVE_PROBE, probe)
        .filter(r -> r.reminders() > 0)
        .isPresent();
  }
}

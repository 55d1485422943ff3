package dev.rollbackbot.incident.request;

import java.time.Duration;
import java.time.Instant;

/**
 * Something that a person is asked for.
 *
 * @param about see {@link PersonReminder}
 * @param reminders the number of the last reminder; 0: none yet
 * @param sent how many were sent: those that were due while the bot was away were not
 */
public record PersonRequest(
    RequestKind kind, String about, Instant since, int reminders, int sent) {
  /** Reminders until the request's time is over. */
  private static final int WITHIN_TIME = 3;

  private static final Duration LONGEST = Duration.ofHours(1);

  public boolean isAbout(RequestKind otherKind, String otherAbout) {
    return kind == otherKind && about.equals(otherAbout);
  }

  PersonRequest reminded(PersonReminder reminder) {
    boolean same = reminder.since().equals(since) && isAbout(reminder.kind(), reminder.about());
    return same ? new PersonRequest(kind, about, since, reminder.number(), sent + 1) : this;
  }

  /** When the next reminder is due. */
  public Instant nextReminder(Clock clock) {
    return reminderAt(clock, reminders + 1);
  }

  /** The newest reminder that is due at that time; the number of the last one if none is. */
  public int dueReminder(Clock clock, Instant now) {
    int number = reminders;
    while (!now.isBefore(reminderAt(clock, number + 1))) {
      number++;
    }
    return number;
  }

  /** At a third, two thirds and the end of the time; then each wait is twice as long. */
  private Instant reminderAt(Clock clock, int number) {
    Duration wait = clock.time().dividedBy(WITHIN_TIME);
    // A third of a very short time must not be nothing.
    wait = wait.isPositive() ? wait : Duration.ofMillis(1);
    int counted = clock.quiet().isPositive() ? number - 1 : number;
    Instant at = since.plus(clock.quiet()).plus(wait.multipliedBy(Math.min(counted, WITHIN_TIME)));
    Duration longest = wait.compareTo(LONGEST) > 0 ? wait : LONGEST;
    for (int i = WITHIN_TIME; i < counted; i++) {
      Duration twice = wait.multipliedBy(2);
      wait = twice.compareTo(longest) < 0 ? twice : longest;
      at = at.plus(wait);
    }
    return at;
  }

  /**
   * How long a request may take.
   *
   * @param quiet nobody is asked before; the first reminder is the question itself. Zero: people
   *     were asked when the request began
   * @param time from the question to the end
   */
  public record Clock(Duration quiet, Duration time) {}
}

package dev.rollbackbot.incident.readiness;

/**
 * What was found of one thing that a rollback needs.
 *
 * @param subject which one, such as a service or a group; the same for the same thing each time
 * @param text for people, a sentence or, of what is met, what they should know of it; empty: it is
 *     met, and there is nothing to say of it
 */
public record ReadinessFact(
    ReadinessNeed need, String subject, ReadinessAnswer answer, String text) {
  public static ReadinessFact met(ReadinessNeed need, String subject) {
    return new ReadinessFact(need, subject, ReadinessAnswer.MET, "");
  }

  public static ReadinessFact met(ReadinessNeed need, String subject, String text) {
    return new ReadinessFact(need, subject, ReadinessAnswer.MET, text);
  }

  public static ReadinessFact doubtful(ReadinessNeed need, String subject, String text) {
    return new ReadinessFact(need, subject, ReadinessAnswer.DOUBTFUL, text);
  }

  public static ReadinessFact missing(ReadinessNeed need, String subject, String text) {
    return new ReadinessFact(need, subject, ReadinessAnswer.MISSING, text);
  }

  public static ReadinessFact unknown(ReadinessNeed need, String subject, String text) {
    return new ReadinessFact(need, subject, ReadinessAnswer.UNKNOWN, text);
  }

  /** What follows from this one alone. What is not known is never ready. */
  public ReadinessLevel level() {
    return switch (answer) {
      case MET -> ReadinessLevel.READY;
      case DOUBTFUL -> ReadinessLevel.READY_WITH_CAVEATS;
      case MISSING, UNKNOWN ->
          need.essential() ? ReadinessLevel.NOT_READY : ReadinessLevel.READY_WITH_CAVEATS;
    };
  }

  /** Whether it is the same thing in the same condition; the words may name other numbers. */
  boolean sameAs(ReadinessFact other) {
    return need == other.need && subject.equals(other.subject) && answer == other.answer;
  }
}

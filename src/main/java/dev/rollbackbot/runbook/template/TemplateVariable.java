package dev.rollbackbot.runbook.template;

import java.util.Locale;
import java.util.Optional;

/** What a template may say. Written in a template in lower case between braces. */
public enum TemplateVariable {
  /** Such as INC-12. */
  INCIDENT,
  /** The runbook's name. */
  RUNBOOK,
  ENVIRONMENT,
  SEVERITY,
  /** Where the conversation is, in a few words. */
  STATUS,
  /** What users feel. */
  IMPACT,
  /** What was seen: the trigger. */
  OBSERVED,
  DESCRIPTION,
  DETECTED_AT,
  DECLARED_AT,
  /** When the first step began; "not yet" before. */
  STARTED_AT,
  /** When the last step ended; the expected time before. */
  COMPLETED_AT,
  /** When every check had passed; "not yet" before. */
  RESTORED_AT,
  /** The steps, numbered, one a line. */
  ACTIONS,
  ETA,
  LEAD,
  SERVICES,
  /** How long it took from its declaration. */
  DURATION,
  /** What was measured and confirmed, one a line. */
  TICKS,
  POST_MORTEM_DATE,
  /** Link to the incident's log. */
  LOG,
  /** Everything that happened, one entry a line. */
  TIMELINE;

  /** As it is written in a template, without the braces. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The variable of that word, if there is one. */
  public static Optional<TemplateVariable> of(String word) {
    for (TemplateVariable variable : values()) {
      if (variable.key().equals(word)) {
        return Optional.of(variable);
      }
    }
    return Optional.empty();
  }
}

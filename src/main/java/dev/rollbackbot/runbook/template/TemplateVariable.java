package dev.rollbackbot.runbook.template;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A variable of a template, written there in lower case between braces. */
public enum TemplateVariable {
  /** Such as INC-12. */
  INCIDENT,
  RUNBOOK,
  /** What is done about it, with the runbook's name: it is rolled back, or only watched. */
  HEADLINE,
  ENVIRONMENT,
  SEVERITY,
  STATUS,
  /** The impact on users. */
  IMPACT,
  /** The observed trigger. */
  OBSERVED,
  DESCRIPTION,
  DETECTED_AT,
  DECLARED_AT,
  /** When the rollback was approved; "not yet" before. */
  STARTED_AT,
  /** When the last step was settled; the expected time before. */
  COMPLETED_AT,
  /** When every check had passed; "not yet" before. */
  RESTORED_AT,
  /** The steps, numbered, one a line. */
  ACTIONS,
  ETA,
  LEAD,
  SERVICES,
  /** From the declaration to the end. */
  DURATION,
  /** {@link Claim}s, one a line. */
  CLAIMS,
  /** How it ended, in a few words. */
  ENDING,
  POST_MORTEM_DATE,
  /** Link to the incident's log. */
  LOG,
  /** One entry a line; only in the post-mortem, as the next two. */
  TIMELINE,
  /** What happened, in a few sentences. */
  SUMMARY,
  /** Everything that the bot has on record; without it that stands at the end. */
  RECORD;

  /** A text to stakeholders is filled at every event. */
  private static final Map<String, TemplateVariable> BY_KEY =
      Arrays.stream(values()).collect(Collectors.toMap(TemplateVariable::key, v -> v));

  private final String key = name().toLowerCase(Locale.ROOT);

  /** Its name in a template, without the braces. */
  public String key() {
    return key;
  }

  public static Optional<TemplateVariable> of(String word) {
    return Optional.ofNullable(BY_KEY.get(word));
  }
}

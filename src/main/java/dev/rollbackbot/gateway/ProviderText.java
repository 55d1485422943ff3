package dev.rollbackbot.gateway;

import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.secret.PersonalData;
import dev.rollbackbot.secret.Redactor;
import dev.rollbackbot.text.Truncation;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/** Texts about what providers tell, and the truncation of texts from them. */
public final class ProviderText {
  private static final int MAX_LENGTH = 200;
  private static final int SHORT_ID = 8;

  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("HH:mm 'UTC on' uuuu-MM-dd", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private ProviderText() {}

  /**
   * One line of at most 200 characters, masked before it is cut. Whatever another program wrote
   * goes through here before it becomes part of a sentence; what a job prints is {@link
   * PrintedText}.
   */
  public static String clip(String text, String... secrets) {
    return clip(text, MAX_LENGTH, secrets);
  }

  /**
   * The same of a name that people have to see as it is, such as of an author, an image or a check:
   * only credentials are masked.
   */
  public static String name(String text) {
    return Truncation.oneLine(Redactor.redact(text), MAX_LENGTH);
  }

  public static String clip(String text, int most, String... secrets) {
    return Truncation.oneLine(masked(text, secrets), most);
  }

  /** Without credentials, and without what identifies a person. */
  public static String masked(String text, String... secrets) {
    return PersonalData.mask(Redactor.redact(text, secrets));
  }

  /** An id's first eight characters. */
  public static String shortId(String id) {
    return id.length() <= SHORT_ID ? id : id.substring(0, SHORT_ID);
  }

  /** Such as: v43, deployed by jo@example.com at 09:30 UTC on 2026-03-01. */
  public static String deploymentText(Deployment deployment) {
    String known =
        deployment.author().map(a -> " by " + a).orElse("")
            + deployment.deployedAt().map(at -> " at " + when(at)).orElse("");
    return deployment.label() + (known.isEmpty() ? "" : ", deployed" + known);
  }

  /** Such as: 09:30 UTC on 2026-03-01. */
  public static String when(Instant at) {
    return WHEN.format(at);
  }

  /** Empty: it is no time of RFC 3339. */
  public static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}

package dev.rollbackbot.incident.rollback;

/**
 * What an incident's verified rollback showed about a version.
 *
 * @param incident label, such as INC-3
 * @param resource the name under which the service is recorded
 * @param version the provider's id
 * @param reason what was seen in that incident
 */
public record VersionMark(
    String incident, String resource, String version, MarkVerdict verdict, String reason) {
  public enum MarkVerdict {
    /** It was live when the rollback to it was verified. */
    GOOD,
    /** It was rolled away from, which was verified to have helped. */
    BAD
  }
}

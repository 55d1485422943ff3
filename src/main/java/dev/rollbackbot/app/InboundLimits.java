package dev.rollbackbot.app;

import java.time.Duration;

/**
 * How much is taken from outside. Whatever is larger, deeper or slower is refused, or is an answer
 * that can't be read.
 *
 * @param bodyBytes of a request to the bot
 * @param headerBytes of a request to the bot, all its headers and the request line together
 * @param requestTime from the first byte of a request to the bot to its last
 * @param responseBytes of an answer of Slack or the provider
 * @param jsonDepth how deep objects and arrays may be nested, in requests and in answers
 */
public record InboundLimits(
    int bodyBytes, int headerBytes, Duration requestTime, int responseBytes, int jsonDepth) {
  private static final int KIB = 1024;
  private static final int MIB = KIB * KIB;

  public static final Range BODY_BYTES = new Range(64 * KIB, MIB, 16 * MIB);
  public static final Range HEADER_BYTES = new Range(4 * KIB, 16 * KIB, 64 * KIB);
  public static final Range REQUEST_SECONDS = new Range(1, 10, 60);
  public static final Range ANSWER_BYTES = new Range(256 * KIB, 2 * MIB, 16 * MIB);
  public static final Range JSON_DEPTH = new Range(24, 64, 200);

  /** What a setting may be; both ends are allowed. */
  public record Range(int lowest, int standard, int highest) {
    /** Whether that value may be set. */
    public boolean allows(int value) {
      return value >= lowest && value <= highest;
    }
  }

  public InboundLimits {
    check("bodyBytes", BODY_BYTES, bodyBytes);
    check("headerBytes", HEADER_BYTES, headerBytes);
    check("requestTime", REQUEST_SECONDS, (int) requestTime.toSeconds());
    check("answerBytes", ANSWER_BYTES, responseBytes);
    check("jsonDepth", JSON_DEPTH, jsonDepth);
  }

  private static void check(String name, Range range, int value) {
    if (!range.allows(value)) {
      throw new IllegalArgumentException(name + " must be in " + range + ", not " + value);
    }
  }

  /** The usual ones. */
  public static InboundLimits defaults() {
    return new InboundLimits(
        BODY_BYTES.standard(),
        HEADER_BYTES.standard(),
        Duration.ofSeconds(REQUEST_SECONDS.standard()),
        ANSWER_BYTES.standard(),
        JSON_DEPTH.standard());
  }
}

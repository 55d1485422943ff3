package dev.rollbackbot.app;

import java.time.Duration;

/**
 * Limits on requests to the bot and on responses to its own calls. A request beyond them is
 * refused; a response beyond them is treated as unreadable.
 *
 * @param bodyBytes of a request
 * @param headerBytes of a request, with its request line
 * @param requestTime from the first byte of a request to its last
 * @param responseBytes of a response of Slack or the provider
 * @param jsonDepth of nested objects and arrays, in requests and in responses
 */
public record InboundLimits(
    int bodyBytes, int headerBytes, Duration requestTime, int responseBytes, int jsonDepth) {
  private static final int KIB = 1024;
  private static final int MIB = KIB * KIB;

  public static final Range BODY_BYTES = new Range(64 * KIB, MIB, 16 * MIB);
  public static final Range HEADER_BYTES = new Range(4 * KIB, 16 * KIB, 64 * KIB);
  public static final Range REQUEST_SECONDS = new Range(1, 10, 60);
  public static final Range RESPONSE_BYTES = new Range(256 * KIB, 2 * MIB, 16 * MIB);
  public static final Range JSON_DEPTH = new Range(24, 64, 200);

  /** The allowed values of a setting, both ends included, and its default. */
  public record Range(int lowest, int standard, int highest) {
    public boolean allows(int value) {
      return value >= lowest && value <= highest;
    }
  }

  public InboundLimits {
    check("bodyBytes", BODY_BYTES, bodyBytes);
    check("headerBytes", HEADER_BYTES, headerBytes);
    check("requestTime", REQUEST_SECONDS, (int) requestTime.toSeconds());
    check("answerBytes", RESPONSE_BYTES, responseBytes);
    check("jsonDepth", JSON_DEPTH, jsonDepth);
  }

  private static void check(String name, Range range, int value) {
    if (!range.allows(value)) {
      throw new IllegalArgumentException(name + " must be in " + range + ", not " + value);
    }
  }

  public static InboundLimits defaults() {
    return new InboundLimits(
        BODY_BYTES.standard(),
        HEADER_BYTES.standard(),
        Duration.ofSeconds(REQUEST_SECONDS.standard()),
        RESPONSE_BYTES.standard(),
        JSON_DEPTH.standard());
  }
}

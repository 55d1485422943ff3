package dev.rollbackbot.secret;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggerContextVO;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/** A log event without its credentials. It has no arguments: the message contains them. */
record RedactedEvent(ILoggingEvent event, String message) implements ILoggingEvent {
  /** The event itself if it contains no credential. */
  static ILoggingEvent of(ILoggingEvent event) {
    String formatted = String.valueOf(event.getFormattedMessage());
    String message = KnownSecrets.redact(formatted);
    boolean harmless =
        message.equals(formatted)
            && event.getThrowableProxy() == null
            && event.getKeyValuePairs() == null
            && event.getMDCPropertyMap().values().stream().allMatch(RedactedEvent::isHarmless)
            && harmlessArguments(event.getArgumentArray());
    return harmless ? event : new RedactedEvent(event, message);
  }

  /** Arguments without a place in the message are written by the JSON format all the same. */
  private static boolean harmlessArguments(Object @Nullable [] arguments) {
    return arguments == null
        || Arrays.stream(arguments).map(String::valueOf).allMatch(RedactedEvent::isHarmless);
  }

  private static boolean isHarmless(String text) {
    return KnownSecrets.redact(text).equals(text);
  }

  @Override
  public String getMessage() {
    return message;
  }

  @Override
  public String getFormattedMessage() {
    return message;
  }

  @Override
  public Object @Nullable [] getArgumentArray() {
    return null;
  }

  @Override
  public @Nullable IThrowableProxy getThrowableProxy() {
    return RedactedThrowable.of(event.getThrowableProxy());
  }

  @Override
  public Map<String, String> getMDCPropertyMap() {
    return event.getMDCPropertyMap().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> KnownSecrets.redact(e.getValue())));
  }

  @Override
  @SuppressWarnings("deprecation")
  public Map<String, String> getMdc() {
    return getMDCPropertyMap();
  }

  @Override
  public @Nullable List<KeyValuePair> getKeyValuePairs() {
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    return pairs == null ? null : pairs.stream().map(RedactedEvent::redacted).toList();
  }

  private static KeyValuePair redacted(KeyValuePair pair) {
    return new KeyValuePair(
        pair.key,
        Redactor.namesSecret(pair.key)
            ? Redactor.REDACTED
            : KnownSecrets.redact(String.valueOf(pair.value)));
  }

  @Override
  public String getThreadName() {
    return event.getThreadName();
  }

  @Override
  public Level getLevel() {
    return event.getLevel();
  }

  @Override
  public String getLoggerName() {
    return event.getLoggerName();
  }

  @Override
  public LoggerContextVO getLoggerContextVO() {
    return event.getLoggerContextVO();
  }

  @Override
  public StackTraceElement[] getCallerData() {
    return event.getCallerData();
  }

  @Override
  public boolean hasCallerData() {
    return event.hasCallerData();
  }

  @Override
  public @Nullable List<Marker> getMarkerList() {
    return event.getMarkerList();
  }

  @Override
  public long getTimeStamp() {
    return event.getTimeStamp();
  }

  @Override
  public int getNanoseconds() {
    return event.getNanoseconds();
  }

  @Override
  public long getSequenceNumber() {
    return event.getSequenceNumber();
  }

  @Override
  public void prepareForDeferredProcessing() {
    event.prepareForDeferredProcessing();
  }
}

package dev.rollbackbot.alert.source;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A request with its body exactly as it was signed. */
public final class AlertRequest {
  private final Map<String, List<String>> headers;
  private final byte[] body;

  /** {@code headers}: names in any case. */
  public AlertRequest(Map<String, List<String>> headers, byte[] body) {
    this.headers =
        headers.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    e -> e.getKey().toLowerCase(Locale.ROOT),
                    e -> List.copyOf(e.getValue()),
                    (one, _) -> one));
    this.body = body.clone();
  }

  /** The value of a header that was sent once; empty otherwise. */
  public Optional<String> header(String name) {
    List<String> values = headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    return values.size() == 1 ? Optional.of(values.getFirst().strip()) : Optional.empty();
  }

  byte[] body() {
    return body.clone();
  }

  /** Empty: it is not UTF-8. */
  public Optional<String> text() {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}

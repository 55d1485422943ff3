package dev.rollbackbot.runbook.job;

import dev.rollbackbot.runbook.job.HttpSpec.HttpField;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One request that asks for a change. A value becomes part of one segment of the path, of one
 * parameter, of one string or of one field, whatever it contains.
 *
 * @param body JSON with placeholders in its strings; empty: none
 * @param form fields that are sent instead; may be empty
 */
public record HttpCall(String method, String url, Optional<String> body, List<HttpField> form) {
  public HttpCall {
    form = List.copyOf(form);
  }

  Stream<String> texts() {
    return Stream.of(Stream.of(url), body.stream(), form.stream().map(HttpField::text))
        .flatMap(texts -> texts);
  }

  public String url(Map<String, String> values) {
    return fill(url, values);
  }

  /** An address with its values percent-encoded. */
  public static String fill(String url, Map<String, String> values) {
    Map<String, String> encoded = new HashMap<>();
    values.forEach((name, value) -> encoded.put(name, encode(value)));
    return Placeholders.fill(url, encoded);
  }

  /** What is sent; empty: nothing. */
  public Optional<String> content(Map<String, String> values) {
    if (!form.isEmpty()) {
      return Optional.of(
          form.stream()
              .map(f -> encode(f.name()) + "=" + encode(Placeholders.fill(f.text(), values)))
              .collect(Collectors.joining("&")));
    }
    Map<String, String> escaped = new HashMap<>();
    values.forEach((name, value) -> escaped.put(name, escape(value)));
    return body.map(json -> Placeholders.fill(json, escaped));
  }

  String summary(Map<String, String> values) {
    String sent =
        form.isEmpty()
            ? content(values).map(json -> " " + json).orElse("")
            : form.stream()
                .map(f -> " %s=%s".formatted(f.name(), Placeholders.fill(f.text(), values)))
                .collect(Collectors.joining());
    // Only values are encoded: what is left open stands as the runbook has it.
    return method + " " + url(values) + sent;
  }

  private static String encode(String text) {
    StringBuilder out = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      boolean plain =
          (b >= 'a' && b <= 'z')
              || (b >= 'A' && b <= 'Z')
              || (b >= '0' && b <= '9')
              || "-._~".indexOf(b) >= 0;
      out.append(plain ? String.valueOf((char) b) : "%%%02X".formatted(b));
    }
    return out.toString();
  }

  /** The text as the inside of a JSON string. */
  public static String escape(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        default -> out.append(c < ' ' ? "\\u%04x".formatted((int) c) : String.valueOf(c));
      }
    }
    return out.toString();
  }
}

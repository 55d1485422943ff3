package dev.rollbackbot.gateway.http;

import dev.rollbackbot.gateway.BoundedHttpClient;
import dev.rollbackbot.gateway.BoundedHttpClient.ReceivedResponse;
import dev.rollbackbot.gateway.BoundedJson;
import dev.rollbackbot.gateway.ProviderText;
import dev.rollbackbot.runbook.measure.HttpGet;
import dev.rollbackbot.runbook.measure.HttpGet.Expectation;
import dev.rollbackbot.runbook.measure.ResponseRules.HeaderRule;
import dev.rollbackbot.secret.Redactor;
import dev.rollbackbot.text.Truncation;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.net.URI;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/** Compares a response with what a probe expects. */
final class Expectations {
  private static final int MAX_VALUE = 60;

  private Expectations() {}

  /** The first mismatch in words for people; empty if the probe passes. */
  static Optional<String> mismatch(HttpGet get, ReceivedResponse response, int maxDepth) {
    if (!get.statuses().contains(response.status())) {
      return Optional.of(
          "expected " + statuses(get) + ", got " + response.status() + redirectTarget(response));
    }
    if (response.took().compareTo(get.within()) > 0) {
      return Optional.of(
          "%d in %s, slower than %s"
              .formatted(
                  response.status(),
                  BoundedHttpClient.durationText(response.took()),
                  BoundedHttpClient.durationText(get.within())));
    }
    return headers(get, response)
        .or(() -> text(get, response))
        .or(() -> get.json().isEmpty() ? Optional.empty() : body(get, response, maxDepth));
  }

  private static String statuses(HttpGet get) {
    return get.statuses().stream()
        .sorted()
        .map(String::valueOf)
        .collect(Collectors.joining(" or "));
  }

  /** Without the query of the target, which may hold secrets. */
  private static String redirectTarget(ReceivedResponse response) {
    Optional<String> location = response.header("location");
    if (response.status() / 100 != 3 || location.isEmpty()) {
      return "";
    }
    try {
      URI uri = URI.create(location.get());
      String host = uri.getHost() == null ? "" : uri.getHost();
      String path = uri.getPath() == null ? "" : uri.getPath();
      return " to " + shown(host + path);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static Optional<String> headers(HttpGet get, ReceivedResponse response) {
    return get.rules().headers().stream()
        .filter(rule -> !holds(rule, response.header(rule.name())))
        .findFirst()
        .map(rule -> headerText(rule, response.header(rule.name())));
  }

  private static boolean holds(HeaderRule rule, Optional<String> value) {
    return switch (rule.relation()) {
      case EQUALS -> value.map(String::strip).equals(Optional.of(rule.value()));
      case CONTAINS -> value.filter(v -> v.contains(rule.value())).isPresent();
      case ABSENT -> value.isEmpty();
    };
  }

  private static String headerText(HeaderRule rule, Optional<String> value) {
    String wanted =
        switch (rule.relation()) {
          case EQUALS -> "expected " + rule.value();
          case CONTAINS -> "expected it to contain " + rule.value();
          case ABSENT -> "expected none";
        };
    boolean secret = rule.name().contains("cookie") || Redactor.namesSecret(rule.name());
    String got = value.isEmpty() ? "none" : secret ? "something else" : shown(value.get());
    return "header %s: %s, got %s".formatted(rule.name(), wanted, got);
  }

  /** The body itself is not repeated: it may hold what is not for a channel. */
  private static Optional<String> text(HttpGet get, ReceivedResponse response) {
    if (!get.rules().text().isEmpty() && !response.complete()) {
      return Optional.of("the body is too long to be looked at");
    }
    return get.rules().text().stream()
        .filter(rule -> response.body().contains(rule.value()) != rule.wanted())
        .findFirst()
        .map(rule ->
            "%d, but the body %s “%s”"
                .formatted(
                    response.status(),
                    rule.wanted() ? "lacks" : "holds",
                    Truncation.oneLine(rule.value(), MAX_VALUE)));
  }

  private static Optional<String> body(HttpGet get, ReceivedResponse response, int maxDepth) {
    if (!response.complete()) {
      return Optional.of("the body is too long to be looked at");
    }
    Optional<JsonStructure> json = BoundedJson.parse(response.body(), maxDepth);
    if (json.isEmpty()) {
      return Optional.of(response.status() + ", but the body is not JSON");
    }
    return get.json().stream()
        .map(expectation -> mismatch(expectation, json.get()))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> mismatch(Expectation expectation, JsonStructure json) {
    JsonValue value;
    try {
      value = Json.createPointer(expectation.pointer()).getValue(json);
    } catch (JsonException | IllegalArgumentException e) {
      return Optional.of(expectation.pointer() + " is missing");
    }
    boolean holds =
        switch (expectation.relation()) {
          case EQUALS -> matches(value, expectation.value());
          case AT_MOST -> compares(value, expectation.value(), c -> c <= 0);
          case AT_LEAST -> compares(value, expectation.value(), c -> c >= 0);
        };
    return holds ? Optional.empty() : Optional.of(expectationText(expectation, value));
  }

  private static String expectationText(Expectation expectation, JsonValue value) {
    String wanted =
        switch (expectation.relation()) {
          case EQUALS -> expectation.value();
          case AT_MOST -> "at most " + expectation.value();
          case AT_LEAST -> "at least " + expectation.value();
        };
    String got =
        switch (value.getValueType()) {
          case OBJECT -> "an object";
          case ARRAY -> "an array";
          case STRING, NUMBER, TRUE, FALSE, NULL ->
              Redactor.namesSecret(expectation.pointer()) ? "something else" : shown(text(value));
        };
    return "%s: expected %s, got %s".formatted(expectation.pointer(), wanted, got);
  }

  /** What a service answers may repeat the credential that it was sent, or name a user. */
  private static String shown(String answered) {
    return ProviderText.clip(answered, MAX_VALUE);
  }

  private static boolean matches(JsonValue value, String expected) {
    return text(value).equals(expected)
        || (value instanceof JsonNumber && compares(value, expected, c -> c == 0));
  }

  private static String text(JsonValue value) {
    return value instanceof JsonString string ? string.getString() : value.toString();
  }

  private static boolean compares(JsonValue value, String limit, IntPredicate holds) {
    try {
      return value instanceof JsonNumber number
          && holds.test(number.bigDecimalValue().compareTo(new BigDecimal(limit)));
    } catch (NumberFormatException e) {
      return false;
    }
  }
}

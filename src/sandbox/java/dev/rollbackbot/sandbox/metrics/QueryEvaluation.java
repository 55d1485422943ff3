package dev.rollbackbot.sandbox.metrics;

import dev.rollbackbot.sandbox.metrics.TrafficCounters.Series;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Evaluates a query at one moment: sums, rates, increases, quantiles and arithmetic, as far as
 * runbooks need them. Whatever it doesn't know it refuses.
 */
final class QueryEvaluation {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:([a-zA-Z_:][a-zA-Z0-9_:]*)|([0-9]+(?:\\.[0-9]+)?)|(\"[^\"]*\")"
              + "|(\\[[0-9]+[smh]])|(=~|!=|!~|[-+*/(){},=]))");

  private final TrafficCounters traffic;
  private final double at;
  private final List<String> tokens = new ArrayList<>();
  private int next;

  private QueryEvaluation(TrafficCounters traffic, double at, String query) {
    this.traffic = traffic;
    this.at = at;
    Matcher matcher = TOKEN.matcher(query.strip());
    int end = 0;
    while (end < query.strip().length()) {
      if (!matcher.find(end) || matcher.start() != end) {
        throw new IllegalArgumentException("parse error: unexpected text at position " + end);
      }
      tokens.add(matcher.group().strip());
      end = matcher.end();
    }
  }

  /**
   * The result; a number is a series without labels.
   *
   * @throws IllegalArgumentException for what it can't evaluate
   */
  static List<Series> of(TrafficCounters traffic, double at, String query) {
    QueryEvaluation evaluation = new QueryEvaluation(traffic, at, query);
    List<Series> result = evaluation.either();
    if (evaluation.next < evaluation.tokens.size()) {
      throw new IllegalArgumentException(
          "parse error: unexpected \"" + evaluation.tokens.get(evaluation.next) + "\"");
    }
    return result;
  }

  private String peek() {
    return next < tokens.size() ? tokens.get(next) : "";
  }

  private boolean takes(String token) {
    boolean found = peek().equals(token);
    next += found ? 1 : 0;
    return found;
  }

  private String take() {
    if (next == tokens.size()) {
      throw new IllegalArgumentException("parse error: unexpected end of input");
    }
    return tokens.get(next++);
  }

  private void expect(String token) {
    String found = take();
    if (!found.equals(token)) {
      throw new IllegalArgumentException(
          "parse error: unexpected \"%s\", expected \"%s\"".formatted(found, token));
    }
  }

  private List<Series> either() {
    List<Series> left = sum();
    while (takes("or")) {
      List<Series> right = sum();
      left = left.isEmpty() ? right : left;
    }
    return left;
  }

  private List<Series> sum() {
    List<Series> left = product();
    while (peek().equals("+") || peek().equals("-")) {
      left = combined(left, take(), product());
    }
    return left;
  }

  private List<Series> product() {
    List<Series> left = primary();
    while (peek().equals("*") || peek().equals("/")) {
      left = combined(left, take(), primary());
    }
    return left;
  }

  private static List<Series> combined(List<Series> left, String operator, List<Series> right) {
    if (left.isEmpty() || right.isEmpty()) {
      return List.of();
    }
    if (left.size() > 1 || right.size() > 1) {
      throw new IllegalArgumentException("many-to-many matching is not known here");
    }
    double a = left.getFirst().value();
    double b = right.getFirst().value();
    return number(
        switch (operator) {
          case "+" -> a + b;
          case "-" -> a - b;
          case "*" -> a * b;
          default -> a / b;
        });
  }

  private static List<Series> number(double value) {
    return List.of(new Series(Map.of(), value));
  }

  private List<Series> primary() {
    if (takes("(")) {
      List<Series> inner = either();
      expect(")");
      return inner;
    }
    String token = take();
    if (Character.isDigit(token.charAt(0))) {
      return number(Double.parseDouble(token));
    }
    return switch (token) {
      case "sum" -> summed();
      case "vector" -> inBraces();
      case "rate" -> change(true);
      case "increase" -> change(false);
      case "histogram_quantile" -> quantile();
      default -> selected(token, at);
    };
  }

  private List<Series> inBraces() {
    expect("(");
    List<Series> inner = either();
    expect(")");
    return inner;
  }

  private List<Series> summed() {
    List<String> by = new ArrayList<>();
    if (takes("by")) {
      expect("(");
      do {
        by.add(take());
      } while (takes(","));
      expect(")");
    }
    Map<Map<String, String>, Double> sums = new HashMap<>();
    for (Series each : inBraces()) {
      Map<String, String> kept = new TreeMap<>(each.labels());
      kept.keySet().retainAll(by);
      sums.merge(kept, each.value(), Double::sum);
    }
    return sums.entrySet().stream().map(e -> new Series(e.getKey(), e.getValue())).toList();
  }

  /** A difference over a window; no counter is ever reset here. */
  private List<Series> change(boolean perSecond) {
    expect("(");
    int start = next;
    String metric = take();
    List<Series> now = selected(metric, at);
    String window = take();
    if (!window.startsWith("[")) {
      throw new IllegalArgumentException("expected type range vector, got instant vector");
    }
    int end = next;
    double seconds = seconds(window);
    next = start + 1;
    Map<Map<String, String>, Double> before = new HashMap<>();
    selected(metric, at - seconds).forEach(each -> before.put(each.labels(), each.value()));
    next = end;
    expect(")");
    return now.stream()
        .filter(each -> before.containsKey(each.labels()))
        .map(each ->
            new Series(
                each.labels(),
                (each.value() - before.getOrDefault(each.labels(), 0.0))
                    / (perSecond ? seconds : 1)))
        .toList();
  }

  private static double seconds(String window) {
    double number = Double.parseDouble(window.substring(1, window.length() - 2));
    return switch (window.charAt(window.length() - 2)) {
      case 'h' -> number * 3600;
      case 'm' -> number * 60;
      default -> number;
    };
  }

  private List<Series> selected(String metric, double time) {
    List<Series> all = traffic.series(metric, time);
    if (takes("{")) {
      while (!takes("}")) {
        String label = take();
        String operator = take();
        String value = take();
        String text = value.substring(1, value.length() - 1);
        all = all.stream().filter(each -> matches(each, label, operator, text)).toList();
        takes(",");
      }
    }
    return all;
  }

  private static boolean matches(Series each, String label, String operator, String value) {
    String found = each.labels().getOrDefault(label, "");
    return switch (operator) {
      case "=" -> found.equals(value);
      case "!=" -> !found.equals(value);
      case "=~" -> found.matches(value);
      case "!~" -> !found.matches(value);
      default -> throw new IllegalArgumentException("parse error: unexpected " + operator);
    };
  }

  private List<Series> quantile() {
    expect("(");
    double quantile = Double.parseDouble(take());
    expect(",");
    List<Series> buckets = new ArrayList<>(either());
    expect(")");
    buckets.sort((a, b) -> Double.compare(limit(a), limit(b)));
    if (buckets.isEmpty()) {
      return List.of();
    }
    double rank = quantile * buckets.getLast().value();
    double lower = 0;
    double below = 0;
    for (Series bucket : buckets) {
      if (bucket.value() >= rank) {
        return number(
            Double.isInfinite(limit(bucket))
                ? lower
                : lower + (limit(bucket) - lower) * (rank - below) / (bucket.value() - below));
      }
      lower = limit(bucket);
      below = bucket.value();
    }
    return number(lower);
  }

  private static double limit(Series bucket) {
    String le = bucket.labels().getOrDefault("le", "");
    if (le.isEmpty()) {
      throw new IllegalArgumentException("histogram_quantile needs the label le");
    }
    return le.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(le);
  }
}

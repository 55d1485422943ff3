package dev.rollbackbot.cli;

import dev.rollbackbot.alert.source.AlertSource;
import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.cli.Settings.LogFormat;
import dev.rollbackbot.gateway.github.api.GitHubOptions;
import dev.rollbackbot.gateway.httpjob.HttpJobOptions;
import dev.rollbackbot.gateway.kubernetes.KubernetesOptions;
import dev.rollbackbot.gateway.process.ProcessOptions;
import dev.rollbackbot.secret.Secret;
import dev.rollbackbot.text.DurationParser;
import dev.rollbackbot.text.HttpAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads settings one by one and collects their problems. */
final class SettingsReader {
  static final int HIGHEST_PORT = 65_535;
  private static final Duration ARTIFACT_RETENTION = Duration.ofDays(30);

  private final Map<String, String> environment;
  private final List<String> problems = new ArrayList<>();

  SettingsReader(Map<String, String> environment) {
    this.environment = environment;
  }

  /** The problems of the settings read so far, one sentence each. */
  List<String> problems() {
    return problems;
  }

  void problem(String text) {
    problems.add(text);
  }

  Optional<String> optional(String name) {
    return Optional.ofNullable(environment.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }

  String required(String name, String what) {
    Optional<String> value = optional(name);
    if (value.isEmpty()) {
      problem(name + " is not set: " + what + ".");
    }
    return value.orElse("");
  }

  InboundLimits inboundLimits() {
    return new InboundLimits(
        number("MAX_BODY_BYTES", InboundLimits.BODY_BYTES),
        number("MAX_HEADER_BYTES", InboundLimits.HEADER_BYTES),
        Duration.ofSeconds(number("REQUEST_TIMEOUT_SECONDS", InboundLimits.REQUEST_SECONDS)),
        number("MAX_ANSWER_BYTES", InboundLimits.RESPONSE_BYTES),
        number("MAX_JSON_DEPTH", InboundLimits.JSON_DEPTH));
  }

  int number(String name, InboundLimits.Range range) {
    Optional<String> text = optional(name);
    if (text.isEmpty()) {
      return range.standard();
    }
    try {
      int value = Integer.parseInt(text.get());
      if (range.allows(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Reported below, together with numbers out of range.
    }
    problem(
        "%s is a number from %d to %d, not “%s”."
            .formatted(name, range.lowest(), range.highest(), text.get()));
    return range.standard();
  }

  Duration duration(String name, Duration fallback, Duration shortest, Duration longest) {
    Optional<String> text = optional(name);
    if (text.isEmpty()) {
      return fallback;
    }
    return DurationParser.parse(text.get())
        .filter(d -> d.compareTo(shortest) >= 0 && d.compareTo(longest) <= 0)
        .orElseGet(() -> {
          problem(
              "%s is a time from %d ms to %d s, such as 500ms or 2s, not “%s”."
                  .formatted(name, shortest.toMillis(), longest.toSeconds(), text.get()));
          return fallback;
        });
  }

  /** Also in days, which no other setting needs. */
  Duration retention() {
    Optional<String> text = optional("ARTIFACT_RETENTION");
    Optional<Duration> days =
        text.filter(t -> t.matches("[1-9][0-9]{0,3}d"))
            .map(t -> Duration.ofDays(Integer.parseInt(t.substring(0, t.length() - 1))));
    Optional<Duration> kept = days.or(() -> text.flatMap(DurationParser::parse));
    if (text.isPresent() && kept.isEmpty()) {
      problem("ARTIFACT_RETENTION is a time such as 30d or 12h, not “" + text.get() + "”.");
    }
    return kept.orElse(ARTIFACT_RETENTION);
  }

  Optional<Integer> managementPort() {
    return optional("MANAGEMENT_PORT")
        .map(_ -> number("MANAGEMENT_PORT", new InboundLimits.Range(0, 0, HIGHEST_PORT)));
  }

  /** Of all that are given, known or not. */
  Set<String> names() {
    return environment.keySet();
  }

  URI address(String name, String fallback, boolean endsWithSlash) {
    Optional<URI> uri = HttpAddress.parse(optional(name).orElse(fallback));
    if (uri.isPresent()) {
      String bare = HttpAddress.withoutTrailingSlash(uri.get().toString());
      return URI.create(endsWithSlash ? bare + "/" : bare);
    }
    problem(name + " is an http or https address, such as " + fallback + ".");
    return URI.create(fallback);
  }

  String channel(String name, String fallback) {
    String value = optional(name).orElse(fallback);
    return value.startsWith("#") ? value : "#" + value;
  }

  LogFormat logFormat() {
    String value = optional("LOG_FORMAT").orElse("text");
    return switch (value) {
      case "text" -> LogFormat.TEXT;
      case "json" -> LogFormat.JSON;
      default -> {
        problem("LOG_FORMAT is text or json, not “" + value + "”.");
        yield LogFormat.TEXT;
      }
    };
  }

  Optional<ProcessOptions> process() {
    try {
      return ProcessOptions.of(environment);
    } catch (IllegalArgumentException e) {
      problem(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  Optional<HttpJobOptions> httpJobs(SecretReader secrets, InboundLimits limits) {
    try {
      return HttpJobOptions.of(
          environment, name -> secrets.optional(name, SecretReader::header), limits);
    } catch (IllegalArgumentException e) {
      problem(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  MeasureSettings measuring(SecretReader secrets, InboundLimits limits) {
    return MeasureSettings.of(
        environment, name -> secrets.optional(name, SecretReader::header), limits, this::problem);
  }

  /** By the last part of their path; only those with a secret. */
  Map<String, AlertSource> alertSources(SecretReader secrets, InboundLimits limits) {
    try {
      return AlertSettings.sources(
          name -> secrets.optional(name, SecretReader::oneOrTwoUnguessable),
          this::optional,
          limits.jsonDepth());
    } catch (IllegalArgumentException e) {
      problem(String.valueOf(e.getMessage()));
      return Map.of();
    }
  }

  Optional<KubernetesOptions> kubernetes(InboundLimits limits) {
    try {
      return KubernetesOptions.of(environment, limits);
    } catch (IllegalArgumentException e) {
      problem(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  Optional<GitHubOptions> github(Optional<Secret> token, InboundLimits limits) {
    try {
      return GitHubOptions.of(environment, token, limits);
    } catch (IllegalArgumentException e) {
      problem(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  Map<String, String> variables() {
    Map<String, String> variables = new TreeMap<>(environment);
    variables.keySet().removeIf(name -> !name.startsWith("RUNBOOK_"));
    return variables;
  }
}

package dev.rollbackbot.gateway.httpjob;

import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.gateway.CallResult.NotSent;
import dev.rollbackbot.gateway.CallResult.RateLimited;
import dev.rollbackbot.gateway.ProviderCalls;
import dev.rollbackbot.gateway.ProviderCalls.CallNotAccepted;
import dev.rollbackbot.gateway.ProviderCalls.ProviderReply;
import dev.rollbackbot.runbook.job.HttpCall;
import dev.rollbackbot.runbook.job.HttpSpec;
import dev.rollbackbot.runbook.job.HttpSpec.HttpField;
import dev.rollbackbot.secret.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/** The calls of a job, each to a host that is allowed and with that host's secrets only. */
record HttpJobCalls(
    HttpJobOptions options,
    ProviderCalls calls,
    UnaryOperator<URI> addresses,
    InstantSource clock,
    Map<String, Instant> rateLimited) {
  private static final Pattern SECRET = Pattern.compile("\\{([A-Z][A-Z0-9_]{0,63})}");
  private static final Pattern LOOPBACK = Pattern.compile("localhost|127\\.0\\.0\\.1|\\[::1]");
  private static final Pattern DOTS = Pattern.compile("(?i)(\\.|%2e){1,2}");

  /** {@code addresses} gives what is called for what a runbook says. */
  HttpJobCalls(
      HttpJobOptions options,
      ProviderCalls calls,
      UnaryOperator<URI> addresses,
      InstantSource clock) {
    this(options, calls, addresses, clock, new ConcurrentHashMap<>());
  }

  /** Why the job's host can't be called, in one sentence; empty: it can. */
  Optional<String> problem(HttpSpec spec) {
    for (String url : spec.urls().toList()) {
      Optional<URI> uri = uri(HttpCall.fill(url.replaceAll("\\{[a-z0-9-]+}", "x"), Map.of()));
      if (uri.isEmpty()) {
        return Optional.of("%s is no https address that can be called.".formatted(url));
      }
      if (!options.allows(HttpJobOptions.host(uri.get()))) {
        return Optional.of(
            "%s does not list %s.".formatted(HttpJobOptions.HOSTS, HttpJobOptions.host(uri.get())));
      }
    }
    String host = host(spec);
    return names(spec)
        .filter(name -> options.secret(name, host).isEmpty())
        .findFirst()
        .map(name -> "%s does not list %s@%s.".formatted(HttpJobOptions.SECRETS, name, host));
  }

  private static Stream<String> names(HttpSpec spec) {
    return spec.headers().stream()
        .flatMap(header -> SECRET.matcher(header.text()).results())
        .map(match -> match.group(1));
  }

  /** What its calls may carry. */
  List<String> secrets() {
    return options.secrets();
  }

  /** For people, too. */
  static String host(HttpSpec spec) {
    return HttpJobOptions.host(URI.create(spec.start().url().replaceAll("[{}]", "")));
  }

  /** Reads; calls nothing as long as the service asks to wait. */
  ProviderReply read(HttpSpec spec, String url, Map<String, String> values) {
    Duration wait =
        Duration.between(clock.instant(), rateLimited.getOrDefault(host(spec), Instant.EPOCH));
    if (wait.isPositive()) {
      return new CallNotAccepted(new RateLimited(host(spec), wait));
    }
    return send(spec, "GET", HttpCall.fill(url, values), Optional.empty(), List.of(), () -> true);
  }

  /** Asks for a change, once. */
  ProviderReply change(
      HttpSpec spec,
      HttpCall call,
      Map<String, String> values,
      List<HttpField> more,
      LeaseCheck leaseCheck) {
    return send(spec, call.method(), call.url(values), content(call, values), more, leaseCheck);
  }

  private record Content(String text, String type) {}

  private static Optional<Content> content(HttpCall call, Map<String, String> values) {
    String type = call.form().isEmpty() ? "application/json" : "application/x-www-form-urlencoded";
    return call.content(values).map(text -> new Content(text, type));
  }

  private ProviderReply send(
      HttpSpec spec,
      String method,
      String url,
      Optional<Content> content,
      List<HttpField> more,
      LeaseCheck leaseCheck) {
    String host = host(spec);
    Optional<URI> uri = uri(url).filter(u -> HttpJobOptions.host(u).equals(host));
    if (uri.isEmpty() || !options.allows(host)) {
      return new CallNotAccepted(
          new NotSent("address-refused", "The job's address can't be called with its values."));
    }
    HttpUriRequestBase request = new HttpUriRequestBase(method, addresses.apply(uri.get()));
    request.setHeader("Accept", "application/json");
    content.ifPresent(c -> {
      request.setEntity(new ByteArrayEntity(c.text().getBytes(StandardCharsets.UTF_8), null));
      request.setHeader("Content-Type", c.type());
    });
    List<String> secrets = new ArrayList<>();
    Stream.concat(spec.headers().stream(), more.stream())
        .filter(header -> content.isPresent() || !header.name().equalsIgnoreCase("Content-Type"))
        .forEach(header -> request.setHeader(header.name(), filled(header, host, secrets)));
    ProviderReply reply = calls.send(host, request, leaseCheck, secrets.toArray(String[]::new));
    if (reply instanceof CallNotAccepted(RateLimited limited)) {
      rateLimited.put(host, clock.instant().plus(limited.retryAfter()));
    }
    return reply;
  }

  private String filled(HttpField header, String host, List<String> secrets) {
    return SECRET
        .matcher(header.text())
        .replaceAll(match -> {
          String value = options.secret(match.group(1), host).map(Secret::value).orElse("");
          secrets.add(value);
          return Matcher.quoteReplacement(value);
        });
  }

  /** Empty: it leads elsewhere than the runbook says, or is not protected on its way. */
  private static Optional<URI> uri(String url) {
    try {
      URI uri = new URI(url);
      boolean secure =
          "https".equals(uri.getScheme())
              || ("http".equals(uri.getScheme())
                  && LOOPBACK.matcher(String.valueOf(uri.getHost())).matches());
      boolean plain =
          uri.getHost() != null
              && uri.getUserInfo() == null
              && Stream.of(uri.getRawPath().split("/", -1))
                  .noneMatch(segment -> DOTS.matcher(segment).matches());
      return secure && plain ? Optional.of(uri) : Optional.empty();
    } catch (java.net.URISyntaxException e) {
      return Optional.empty();
    }
  }
}

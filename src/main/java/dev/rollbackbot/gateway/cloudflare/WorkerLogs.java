package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.gateway.BoundedJson;
import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.gateway.metric.logs.LogStreams;
import dev.rollbackbot.runbook.measure.LogMetric;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** The tails of Workers, as streams of what they log. */
record WorkerLogs(CloudflareProvider account, CloudflareOptions options) implements LogStreams {
  /** Whoever asked has gone: nothing that the Worker did. */
  private static final Set<String> NO_FAILURES =
      Set.of("ok", "canceled", "responseStreamDisconnected", "unknown");

  private static final String EVENT = "event";
  private static final String MESSAGE = "message";

  @Override
  public String name() {
    return "the logs at " + CloudflareClient.NAME;
  }

  @Override
  public LogStream open(String environment, String service, LogListener listener)
      throws ProviderReadException {
    WorkerTail tail =
        WorkerTail.create(
            account.client(Optional.of(environment)),
            options,
            new WorkerTail.TailedWorker(service, service),
            (_, frame) -> heard(frame, listener),
            () -> true);
    try {
      tail.connect();
    } catch (ProviderReadException e) {
      tail.close();
      throw e;
    }
    return new OpenTail(tail);
  }

  private record OpenTail(WorkerTail tail) implements LogStream {
    @Override
    public boolean isOpen() {
      return !tail.hasEnded();
    }

    @Override
    public void close() {
      tail.close();
    }
  }

  private void heard(String frame, LogListener listener) {
    int depth = options.limits().jsonDepth();
    Optional<JsonObject> event =
        BoundedJson.parse(frame, depth)
            .filter(JsonObject.class::isInstance)
            .map(JsonObject.class::cast);
    if (event.isEmpty()) {
      // What can't be read may be anything: from now on not everything is known.
      listener.sampled(true);
      listener.sampled(false);
      return;
    }
    switch (typeOfNotice(event.get())) {
      case "overload" -> listener.sampled(true);
      case "overload-stop" -> listener.sampled(false);
      default ->
          listener.happened(logged(event.get(), new CapturedEvent(event.get(), depth).keep("")));
    }
  }

  /** Cloudflare's words about the tail itself; empty: it is an event. */
  private static String typeOfNotice(JsonObject event) {
    return BoundedJson.object(event, EVENT)
        .filter(notice -> notice.containsKey(MESSAGE))
        .flatMap(notice -> BoundedJson.text(notice, "type"))
        .orElse("");
  }

  /** {@code kept}: what a capture would keep of it, masked. */
  private static LoggedEvent logged(JsonObject event, JsonObject kept) {
    List<LoggedLine> lines = new ArrayList<>();
    for (JsonObject line : BoundedJson.objects(kept, "logs").orElse(List.of())) {
      lines.add(
          new LoggedLine(
              BoundedJson.text(line, "level").orElse(""),
              BoundedJson.text(line, MESSAGE).orElse("")));
    }
    for (JsonObject exception : BoundedJson.objects(kept, "exceptions").orElse(List.of())) {
      lines.add(
          new LoggedLine(
              LogMetric.ERROR,
              BoundedJson.text(exception, "name").map(name -> name + ": ").orElse("")
                  + BoundedJson.text(exception, MESSAGE).orElse("")));
    }
    OptionalDouble began = BoundedJson.number(event, "eventTimestamp");
    return new LoggedEvent(
        began.isPresent()
            ? Optional.of(Instant.ofEpochMilli((long) began.getAsDouble()))
            : Optional.empty(),
        BoundedJson.text(event, "outcome").filter(o -> !NO_FAILURES.contains(o)).isPresent(),
        lines);
  }
}

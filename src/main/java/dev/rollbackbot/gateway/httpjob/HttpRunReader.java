package dev.rollbackbot.gateway.httpjob;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.rollbackbot.gateway.CallResult.FailedCall;
import dev.rollbackbot.gateway.CallResult.RateLimited;
import dev.rollbackbot.gateway.JobRunner.JobState;
import dev.rollbackbot.gateway.JobRunner.RunEnded;
import dev.rollbackbot.gateway.JobRunner.RunUnderWay;
import dev.rollbackbot.gateway.JobRunner.RunUnreadable;
import dev.rollbackbot.gateway.PrintedText;
import dev.rollbackbot.gateway.ProviderCalls;
import dev.rollbackbot.gateway.ProviderCalls.CallAccepted;
import dev.rollbackbot.gateway.ProviderCalls.CallNotAccepted;
import dev.rollbackbot.gateway.ProviderCalls.ProviderReply;
import dev.rollbackbot.gateway.ProviderText;
import dev.rollbackbot.incident.rollback.Invocation.RunHttp;
import dev.rollbackbot.runbook.job.HttpSpec;
import dev.rollbackbot.runbook.job.HttpSpec.HttpField;
import dev.rollbackbot.runbook.job.HttpSpec.LogSource;
import dev.rollbackbot.runbook.job.HttpSpec.RunSearch;
import dev.rollbackbot.runbook.job.HttpSpec.StateSource;
import dev.rollbackbot.runbook.job.Placeholders;
import jakarta.json.JsonArray;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads which runs there are, how one stands and what it printed. Changes nothing. */
final class HttpRunReader {
  private static final int MOST_RUNS = 1_000;
  private static final int MOST_OUTPUT = 200_000;
  private static final String TAKEN_OUT = "it was taken out of the queue";

  private final HttpJobCalls calls;
  private final ProviderCalls json;
  private final Duration between;
  private final InstantSource clock;

  /** By correlation id. */
  private final Cache<String, HttpReading> readings = cache();

  private final Cache<String, Boolean> takenOutOfQueue = cache();

  private record HttpReading(JobState state, String text, Instant at) {}

  /** What a search came to. */
  sealed interface SearchResult {}

  record FoundRun(String id) implements SearchResult {}

  /**
   * It has not begun.
   *
   * @param place its id in the queue
   */
  record WaitingRun(String place) implements SearchResult {}

  record NoRun() implements SearchResult {}

  /**
   * Whether there is one can't be told now.
   *
   * @param text why, in one or two sentences
   * @param retryAfter what the service asks to wait; empty: it does not
   */
  record UnclearRun(String text, Optional<Duration> retryAfter) implements SearchResult {
    UnclearRun(String text) {
      this(text, Optional.empty());
    }

    private static UnclearRun of(FailedCall call) {
      return new UnclearRun(
          call.description(),
          call instanceof RateLimited limited
              ? Optional.of(limited.retryAfter())
              : Optional.empty());
    }
  }

  HttpRunReader(HttpJobCalls calls, ProviderCalls json, Duration between, InstantSource clock) {
    this.calls = calls;
    this.json = json;
    this.between = between;
    this.clock = clock;
  }

  private static <V> Cache<String, V> cache() {
    return Caffeine.newBuilder().maximumSize(MOST_RUNS).build();
  }

  Optional<JsonValue> json(CallAccepted accepted) {
    return json.json(accepted);
  }

  /**
   * Looks in the queue first: a run that leaves it meanwhile is then in the list, and not missed.
   */
  SearchResult find(RunHttp run, HttpRunId id) {
    Map<String, String> values = id.values(run.values());
    SearchResult queued =
        run.spec().queue().map(queue -> search(run, queue, values)).orElseGet(NoRun::new);
    Set<SearchResult> listed =
        run.spec().find().stream()
            .map(list -> search(run, list, values))
            .filter(result -> !(result instanceof NoRun))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    if (listed.isEmpty()) {
      return queued instanceof FoundRun(String place) ? new WaitingRun(place) : queued;
    }
    return listed.stream()
        .filter(result -> listed.size() == 1 || result instanceof UnclearRun)
        .findFirst()
        .orElseGet(() -> severalRuns(run, id));
  }

  private static SearchResult severalRuns(RunHttp run, HttpRunId id) {
    return new UnclearRun(
        "%s does not list exactly one run with the id %s."
            .formatted(HttpJobCalls.host(run.spec()), id.correlation()));
  }

  private SearchResult search(RunHttp run, RunSearch search, Map<String, String> values) {
    return switch (calls.read(run.spec(), search.url(), values)) {
      case CallNotAccepted failed -> UnclearRun.of(failed.call());
      case CallAccepted accepted ->
          json(accepted)
              .flatMap(answer -> items(answer, search))
              .map(items -> among(run, items, search, values))
              .orElseGet(() -> new UnclearRun(unreadable(run)));
    };
  }

  private static Optional<JsonArray> items(JsonValue answer, RunSearch search) {
    List<JsonValue> found = JsonPlaces.at(answer, search.items());
    return found.size() == 1 && found.getFirst() instanceof JsonArray list
        ? Optional.of(list)
        : Optional.empty();
  }

  private static SearchResult among(
      RunHttp run, JsonArray items, RunSearch search, Map<String, String> values) {
    List<Optional<String>> ids =
        items.stream()
            .filter(item -> holds(item, search.where(), values))
            .map(item -> JsonPlaces.word(item, search.id()).filter(HttpRunId::isId))
            .distinct()
            .toList();
    if (ids.isEmpty()) {
      return new NoRun();
    }
    return ids.size() == 1 && ids.getFirst().isPresent()
        ? new FoundRun(ids.getFirst().get())
        : severalRuns(run, HttpRunId.of(values.getOrDefault(HttpSpec.CORRELATION, "")));
  }

  private static boolean holds(JsonValue item, List<HttpField> where, Map<String, String> values) {
    return where.stream()
        .allMatch(
            field -> JsonPlaces.has(item, field.name(), Placeholders.fill(field.text(), values)));
  }

  private static String unreadable(RunHttp run) {
    return "%s gave an answer that can't be read.".formatted(HttpJobCalls.host(run.spec()));
  }

  /** The last reading, if it is not older than the time between two. */
  JobState state(RunHttp run, HttpRunId id) {
    Optional<HttpReading> last = Optional.ofNullable(readings.getIfPresent(id.correlation()));
    if (last.isPresent() && clock.instant().isBefore(last.get().at().plus(between))) {
      return last.get().state();
    }
    HttpReading reading = read(run, id);
    readings.put(id.correlation(), reading);
    return reading.state();
  }

  /** If it is in no list from now on, it has ended. */
  void takenOutOfQueue(HttpRunId id) {
    takenOutOfQueue.put(id.correlation(), true);
    readings.invalidate(id.correlation());
  }

  private HttpReading read(RunHttp run, HttpRunId id) {
    if (id.id().isPresent() || !run.spec().stateNeedsId()) {
      return readState(run, id);
    }
    return switch (find(run, id)) {
      case FoundRun(String found) -> readState(run, id.with(found));
      case WaitingRun _ -> reading(new RunUnderWay(), "It waits in a queue");
      case NoRun _ ->
          takenOutOfQueue.getIfPresent(id.correlation()) == null
              ? unreadable("It is not listed")
              : reading(new RunEnded(false, "cancelled", TAKEN_OUT), TAKEN_OUT);
      case UnclearRun unclear -> unreadable(unclear.text());
    };
  }

  private HttpReading readState(RunHttp run, HttpRunId id) {
    Map<String, String> values = id.values(run.values());
    return switch (calls.read(run.spec(), run.spec().state().url(), values)) {
      case CallNotAccepted failed -> unreadable(failed.call().description());
      case CallAccepted accepted ->
          json(accepted)
              .map(answer -> stated(run.spec(), answer, values))
              .orElseGet(() -> unreadable(unreadable(run)));
    };
  }

  private HttpReading stated(HttpSpec spec, JsonValue answer, Map<String, String> values) {
    StateSource state = spec.state();
    Optional<String> said = JsonPlaces.word(answer, state.word());
    if (said.isEmpty()) {
      return unreadable("Its state is not at " + state.word());
    }
    String word = said.get();
    String text = "state " + ProviderText.clip(word);
    if (!state.unfinished().isEmpty() && holds(answer, state.unfinished(), values)) {
      return underWay(spec, text + ", not finished");
    }
    if (filled(state.done(), values).contains(word)) {
      return reading(new RunEnded(true, "done", text), text);
    }
    if (filled(state.failed(), values).contains(word)) {
      return reading(new RunEnded(false, "failed", text), text);
    }
    return filled(state.running(), values).contains(word)
        ? underWay(spec, text)
        : unreadable(text + ", which the runbook does not list");
  }

  /** Whoever took it for a run would wait for an end that nothing leads to. */
  private HttpReading underWay(HttpSpec spec, String text) {
    return spec.hasRuns()
        ? reading(new RunUnderWay(), text)
        : reading(new RunUnreadable("It is not as it should be: " + text + "."), text);
  }

  private static List<String> filled(List<String> words, Map<String, String> values) {
    return words.stream().map(word -> Placeholders.fill(word, values)).toList();
  }

  private HttpReading unreadable(String text) {
    return reading(new RunUnreadable(text), text);
  }

  private HttpReading reading(JobState state, String text) {
    String sentence = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    return new HttpReading(state, sentence, clock.instant());
  }

  /** What it printed, and last how it stands. */
  String output(RunHttp run, HttpRunId id) {
    Optional<HttpReading> last = Optional.ofNullable(readings.getIfPresent(id.correlation()));
    boolean ended = last.filter(reading -> reading.state() instanceof RunEnded).isPresent();
    String stands =
        last.map(reading -> "[%s] %s".formatted(HttpJobCalls.host(run.spec()), reading.text()))
            .orElse("");
    String printed =
        run.spec()
            .log()
            .flatMap(log -> log(run, id, log))
            .map(log -> ended ? log : log.growing())
            .map(log -> log.masked(MOST_OUTPUT, calls.secrets()))
            .orElse("");
    return printed.isEmpty() || printed.endsWith("\n") ? printed + stands : printed + "\n" + stands;
  }

  private Optional<PrintedText> log(RunHttp run, HttpRunId id, LogSource log) {
    boolean needsId = Placeholders.of(log.url()).contains(HttpSpec.RUN);
    Optional<HttpRunId> known =
        !needsId || id.id().isPresent()
            ? Optional.of(id)
            : find(run, id) instanceof FoundRun(String found)
                ? Optional.of(id.with(found))
                : Optional.empty();
    return known
        .map(found -> calls.read(run.spec(), log.url(), found.values(run.values())))
        .flatMap(reply -> printed(reply, log));
  }

  private Optional<PrintedText> printed(ProviderReply reply, LogSource log) {
    return switch (reply) {
      case CallNotAccepted _ -> Optional.empty();
      case CallAccepted accepted when log.lines().isEmpty() ->
          Optional.of(new PrintedText(accepted.body(), true, accepted.complete()));
      case CallAccepted accepted ->
          Optional.of(
              PrintedText.whole(
                  json(accepted).stream()
                      .flatMap(answer -> JsonPlaces.at(answer, log.lines().orElse("")).stream())
                      .flatMap(line -> JsonPlaces.word(line).stream())
                      .map(line -> line + "\n")
                      .collect(Collectors.joining())));
    };
  }
}

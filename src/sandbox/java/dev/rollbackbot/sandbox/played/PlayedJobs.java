package dev.rollbackbot.sandbox.played;

import dev.rollbackbot.sandbox.played.PlayedRunbooks.PlayedCall;
import dev.rollbackbot.sandbox.played.PlayedRunbooks.PlayedField;
import dev.rollbackbot.sandbox.played.PlayedRunbooks.PlayedJob;
import dev.rollbackbot.sandbox.played.PlayedRunbooks.PlayedList;
import dev.rollbackbot.sandbox.played.PlayedRunbooks.PlayedState;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Services of which only what runbooks say of them is known: each call that a job describes is
 * answered as the job expects it. Thread-safe.
 */
final class PlayedJobs {
  private static final int FIRST = 4_711;
  private static final String STRANGE = "somewhere-else";

  private final List<PlayedJob> jobs;
  private final InstantSource clock;
  private final Duration length;
  private final Set<PlayedFault> faults;
  private final List<PlayedRun> runs = new ArrayList<>();

  /** {@code length} of a run; {@code faults} that are on, guarded by themselves. */
  PlayedJobs(List<PlayedJob> jobs, InstantSource clock, Duration length, Set<PlayedFault> faults) {
    this.jobs = jobs;
    this.clock = clock;
    this.length = length;
    this.faults = faults;
  }

  /** A request, with its whole address as the runbook knows it but for its scheme. */
  record PlayedRequest(
      String method, String url, String content, Function<String, String> header) {}

  /** {@code lost}: the connection breaks. */
  record PlayedReply(int status, Optional<JsonValue> json, String text, boolean lost) {
    static PlayedReply of(JsonValue json) {
      return new PlayedReply(200, Optional.of(json), "", false);
    }
  }

  private static final class PlayedRun {
    final PlayedJob job;
    final int id;
    final Map<String, String> values;
    final Instant end;
    final boolean fails;
    boolean cancelled;

    PlayedRun(PlayedJob job, int id, Map<String, String> values, Instant end, boolean fails) {
      this.job = job;
      this.id = id;
      this.values = values;
      this.end = end;
      this.fails = fails;
    }

    boolean running(Instant now) {
      return !cancelled && now.isBefore(end);
    }

    /** Whether it came to a good end. */
    boolean done(Instant now) {
      return !cancelled && !fails && !now.isBefore(end);
    }
  }

  /** Empty: no job describes such a call. */
  synchronized Optional<PlayedReply> answer(PlayedRequest request) {
    boolean down =
        faults.contains(PlayedFault.HTTP_DOWN)
            && jobs.stream()
                .map(job -> job.start().url().replaceFirst("^https?://", ""))
                .anyMatch(url -> host(url).equals(host(request.url())));
    if (down) {
      return Optional.of(new PlayedReply(503, Optional.empty(), "Service Unavailable", false));
    }
    for (PlayedJob job : jobs) {
      Optional<PlayedReply> reply =
          start(job, request)
              .or(() -> cancel(job, request))
              .or(() -> request.method().equals("GET") ? read(job, request) : Optional.empty());
      if (reply.isPresent()) {
        return reply;
      }
    }
    return Optional.empty();
  }

  private static String host(String address) {
    return address.replaceFirst("/.*", "");
  }

  private static CallPattern pattern(String url) {
    return CallPattern.of(url.replaceFirst("^https?://", ""));
  }

  private static Optional<Map<String, String>> match(PlayedCall call, PlayedRequest request) {
    return call.method().equals(request.method())
        ? pattern(call.url()).match(request.url(), true)
        : Optional.empty();
  }

  private Optional<PlayedReply> start(PlayedJob job, PlayedRequest request) {
    Optional<Map<String, String>> inAddress = match(job.start(), request);
    if (inAddress.isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> values = new LinkedHashMap<>(inAddress.get());
    Optional<Map<String, String>> inContent =
        CallPattern.of(job.start().content()).match(request.content(), false);
    inContent.ifPresent(values::putAll);
    if (!job.start().content().isEmpty() && inContent.isEmpty()) {
      // Another job of the same address, with other contents.
      return Optional.empty();
    }
    if (!job.idempotencyHeader().isEmpty()) {
      values.put("correlation", request.header().apply(job.idempotencyHeader()));
    }
    PlayedRun run =
        new PlayedRun(
            job,
            FIRST + runs.size(),
            values,
            clock.instant().plus(length),
            faults.contains(PlayedFault.HTTP_RUNS_FAIL));
    values.put("run", "" + run.id);
    runs.add(run);
    JsonTree body = new JsonTree();
    if (!job.id().isEmpty()) {
      body.put(job.id(), 0, "" + run.id);
    }
    return Optional.of(
        new PlayedReply(
            200, Optional.of(body.json()), "", faults.remove(PlayedFault.HTTP_LOSE_ANSWER_ONCE)));
  }

  private Optional<PlayedReply> cancel(PlayedJob job, PlayedRequest request) {
    return job.cancel()
        .flatMap(call -> match(call, request))
        .flatMap(values -> run(job, values))
        .map(run -> {
          run.cancelled = run.cancelled || run.running(clock.instant());
          return PlayedReply.of(JsonValue.EMPTY_JSON_OBJECT);
        });
  }

  /** The run that the values name, or else the newest of the job. */
  private Optional<PlayedRun> run(PlayedJob job, Map<String, String> values) {
    return runs.reversed().stream()
        .filter(run -> run.job.equals(job))
        .filter(run -> ("" + run.id).equals(values.getOrDefault("run", "" + run.id)))
        .findFirst();
  }

  private Optional<PlayedReply> read(PlayedJob job, PlayedRequest request) {
    PlayedState state = job.state();
    Optional<Map<String, String>> ofState = pattern(state.url()).match(request.url(), true);
    if (ofState.isPresent()) {
      return Optional.of(PlayedReply.of(state(job, ofState.get())));
    }
    for (PlayedList list : job.lists()) {
      if (pattern(list.url()).match(request.url(), true).isPresent()) {
        return Optional.of(PlayedReply.of(list(job, list)));
      }
    }
    if (job.queue()
        .filter(queue -> pattern(queue.url()).match(request.url(), true).isPresent())
        .isPresent()) {
      JsonTree empty = new JsonTree();
      empty.at(job.queue().get().items(), 0).list();
      return Optional.of(PlayedReply.of(empty.json()));
    }
    return job.log()
        .flatMap(url -> pattern(url).match(request.url(), true))
        .flatMap(values -> run(job, values))
        .map(run -> log(job, run));
  }

  private JsonValue state(PlayedJob job, Map<String, String> values) {
    Instant now = clock.instant();
    Optional<PlayedRun> run = run(job, values);
    PlayedState state = job.state();
    JsonTree body = new JsonTree();
    Map<String, String> known = new LinkedHashMap<>(values);
    run.ifPresent(r -> known.putAll(r.values));
    body.put(state.word(), 0, CallPattern.fill(word(state, run, now), known));
    if (run.filter(r -> r.running(now)).isPresent()) {
      for (PlayedField field : state.unfinished()) {
        body.put(field.pointer(), 0, CallPattern.fill(field.text(), known));
      }
    }
    return body.json();
  }

  private String word(PlayedState state, Optional<PlayedRun> run, Instant now) {
    if (faults.contains(PlayedFault.HTTP_STRANGE_STATE)) {
      return STRANGE;
    }
    boolean notEnded = run.isEmpty() || run.get().running(now);
    if (notEnded) {
      return first(state.running());
    }
    if (run.get().done(now)) {
      return first(state.done());
    }
    return run.get().cancelled
        ? state.failed().stream()
            .filter(word -> word.matches("(?i).*(cancel|abort|stop).*"))
            .findFirst()
            .orElseGet(() -> first(state.failed()))
        : first(state.failed());
  }

  private static String first(List<String> words) {
    return words.isEmpty() ? STRANGE : words.getFirst();
  }

  private JsonValue list(PlayedJob job, PlayedList list) {
    JsonTree body = new JsonTree();
    JsonTree items = body.at(list.items(), 0);
    int count = 0;
    for (PlayedRun run : runs.reversed()) {
      if (run.job.equals(job)) {
        JsonTree entry = items.entry(count++);
        for (PlayedField field : list.where()) {
          entry.put(field.pointer(), 0, CallPattern.fill(field.text(), run.values));
        }
        entry.put(list.id(), 0, "" + run.id);
      }
    }
    items.list();
    return body.json();
  }

  private PlayedReply log(PlayedJob job, PlayedRun run) {
    List<String> lines =
        List.of(
            "The sandbox plays this job: nothing was called outside of it.",
            run.running(clock.instant()) ? "It is running." : "It has ended.");
    if (job.lines().isEmpty()) {
      return new PlayedReply(200, Optional.empty(), String.join("\n", lines) + "\n", false);
    }
    JsonTree body = new JsonTree();
    boolean many = job.lines().contains("*");
    for (int i = 0; i < lines.size(); i++) {
      if (many) {
        body.put(job.lines(), i, lines.get(i));
      } else {
        body.at(job.lines(), 0).entry(i).put("", 0, lines.get(i));
      }
    }
    return PlayedReply.of(body.json());
  }

  /** Whether any run came to a good end. */
  synchronized boolean anyDone() {
    Instant now = clock.instant();
    return runs.stream().anyMatch(run -> run.done(now));
  }

  /** The same of the job whose start has that address. */
  synchronized boolean done(String start) {
    Instant now = clock.instant();
    return runs.stream().anyMatch(run -> run.job.start().url().equals(start) && run.done(now));
  }

  synchronized void clear() {
    runs.clear();
  }
}

package dev.rollbackbot.sandbox.httpjobs;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a service that runs jobs can do wrong. Those that end in ONCE switch themselves off. */
public enum RunnerFault {
  UNAUTHORIZED("Every call answers 401."),
  FORBIDDEN("Every call answers 403."),
  NOT_FOUND("Every call answers 404."),
  DOWN("Every call answers 503."),
  GARBAGE("Every read answers with a page in HTML and the status 200."),
  HUGE("Every read answers with 40 MB of JSON."),
  LONG_LOG("Jenkins's logs have 4 MB, with a secret in every line."),
  BUSY_ONCE("The next call answers 429 with Retry-After: 1."),
  CONFLICT_ONCE("The next start answers 409; nothing is started."),
  START_FAILS_ONCE("The next start answers 500; nothing is started."),
  START_FAILS_DONE_ONCE("The next start is carried out and answers 500."),
  START_GARBAGE_ONCE("The next start is carried out; its answer is a page in HTML."),
  LOSE_START_ONCE("The next start is carried out; the connection breaks before the answer."),
  LOSE_REQUEST_ONCE("The connection breaks before the next start is carried out."),
  REDIRECT_ONCE("The next call is redirected to another host."),
  STRANGE_STATE("Every run is in a state that nobody knows."),
  STOP_IGNORED("A stop is accepted and has no effect.");

  /** The name in lower case, with hyphens. */
  public final String id = name().toLowerCase(Locale.ROOT).replace('_', '-');

  public final String description;

  RunnerFault(String description) {
    this.description = description;
  }

  /** Refuses an unknown id with {@link IllegalArgumentException}, which lists the ids. */
  static RunnerFault of(String id) {
    return Arrays.stream(values())
        .filter(fault -> fault.id.equals(id))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "no fault "
                    + id
                    + ", but "
                    + Arrays.stream(values())
                        .map(fault -> fault.id)
                        .collect(Collectors.joining(", "))));
  }
}

package dev.rollbackbot.sandbox.httpjobs;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a service that runs jobs can do wrong. Those that end in ONCE switch themselves off. What
 * can become of a call on its way is made by the proxy of the contract's tests.
 */
public enum RunnerFault {
  LONG_LOG("Jenkins's logs have 4 MB, with a secret in every line."),
  CONFLICT_ONCE("The next start answers 409; nothing is started."),
  LOSE_START_ONCE("The next start is carried out; the connection breaks before the answer."),
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

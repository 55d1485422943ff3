package dev.rollbackbot.gateway.httpjob;

import dev.rollbackbot.runbook.job.HttpSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What identifies a run.
 *
 * @param correlation sent with the start
 * @param id the service's; empty: it is found by the correlation id
 */
record HttpRunId(String correlation, Optional<String> id) {
  private static final int MAX_ID = 200;

  static HttpRunId of(String text) {
    int blank = text.indexOf(' ');
    return blank < 0
        ? new HttpRunId(text, Optional.empty())
        : new HttpRunId(text.substring(0, blank), Optional.of(text.substring(blank + 1)));
  }

  /** Whether a service's id can be used in an address. */
  static boolean isId(String id) {
    return !id.isBlank()
        && id.length() <= MAX_ID
        && id.chars().allMatch(c -> c > ' ' && c < 127)
        && !id.equals("null");
  }

  HttpRunId with(String service) {
    return new HttpRunId(correlation, Optional.of(service));
  }

  /** As it is stored. */
  String text() {
    return id.map(known -> correlation + " " + known).orElse(correlation);
  }

  /** With the values of the job's inputs. */
  Map<String, String> values(Map<String, String> inputs) {
    Map<String, String> all = new HashMap<>(inputs);
    all.put(HttpSpec.CORRELATION, correlation);
    id.ifPresent(known -> all.put(HttpSpec.RUN, known));
    return all;
  }
}

package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.gateway.BoundedHttpClient.ReceivedResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many more calls Cloudflare allows, as its last response says: {@code Ratelimit:
 * "default";r=50;t=30}. Thread-safe.
 */
final class CallsLeft {
  /** A rollback of a few services, read back and retried. */
  private static final int RESERVE = 100;

  private static final Pattern LEFT = Pattern.compile("\\br=(\\d{1,9})\\b");
  private static final Pattern SECONDS = Pattern.compile("\\bt=(\\d{1,5})\\b");

  private final InstantSource clock;
  private volatile Optional<Instant> few = Optional.empty();

  CallsLeft(InstantSource clock) {
    this.clock = clock;
  }

  void read(ReceivedResponse response) {
    response
        .header("ratelimit")
        .ifPresent(header -> {
          Matcher left = LEFT.matcher(header);
          Matcher seconds = SECONDS.matcher(header);
          if (left.find() && seconds.find()) {
            few =
                Integer.parseInt(left.group(1)) < RESERVE
                    ? Optional.of(clock.instant().plusSeconds(Integer.parseInt(seconds.group(1))))
                    : Optional.empty();
          }
        });
  }

  /** When there are enough again; empty: there are. */
  Optional<Instant> fewUntil(Instant now) {
    return few.filter(now::isBefore);
  }
}

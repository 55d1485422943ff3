package dev.rollbackbot.app.payload;

import dev.rollbackbot.app.payload.PayloadDecider.LateAnswer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answers to one person's payloads that are decided. One that can't be sent is tried again some
 * times; its payload stays stored until then, so that a crash loses no answer.
 */
public final class UnsentAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(UnsentAnswers.class);
  private static final int TRIES = 5;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  private final InstantSource clock;
  private final Map<String, Unsent> all = new LinkedHashMap<>();

  /** An answer with the number of tries so far and when the next one is due. */
  private record Unsent(WaitingPayload payload, LateAnswer answer, int tries, Instant next) {
    Unsent again(Instant now) {
      return new Unsent(
          payload, answer, tries + 1, now.plus(FIRST_PAUSE.multipliedBy(1L << tries)));
    }
  }

  public UnsentAnswers(InstantSource clock) {
    this.clock = clock;
  }

  public boolean isOf(WaitingPayload payload) {
    return all.containsKey(payload.key());
  }

  public void add(WaitingPayload payload, LateAnswer answer) {
    all.put(payload.key(), new Unsent(payload, answer, 0, clock.instant()));
  }

  /** Sends what is due, in order; the payloads whose answers were sent or given up. */
  public List<WaitingPayload> send() {
    List<WaitingPayload> over = new ArrayList<>();
    for (Unsent unsent : List.copyOf(all.values())) {
      if (clock.instant().isBefore(unsent.next()) || unsent.answer().waits()) {
        continue;
      }
      boolean sent = unsent.answer().send();
      if (sent || unsent.tries() + 1 == TRIES) {
        if (!sent) {
          LOG.warn("answer not sent key={}", unsent.payload().key());
        }
        all.remove(unsent.payload().key());
        over.add(unsent.payload());
      } else {
        all.put(unsent.payload().key(), unsent.again(clock.instant()));
      }
    }
    return over;
  }

  public boolean isEmpty() {
    return all.isEmpty();
  }
}

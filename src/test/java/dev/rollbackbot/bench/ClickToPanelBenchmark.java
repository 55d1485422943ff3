package dev.rollbackbot.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** Time from a click to the {@code chat.update} with its result. */
final class ClickToPanelBenchmark {
  private static final int SAMPLES = 60;
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final Duration BETWEEN = Duration.ofMillis(20);

  /** About what Slack's rate limits allow: each click costs a post and an update. */
  private static final int BACKGROUND_PER_SECOND = 20;

  private final Map<String, CountDownLatch> awaited = new ConcurrentHashMap<>();

  static void measure(MarkdownTable table, Path folder, String database, int incidents) {
    ClickToPanelBenchmark benchmark = new ClickToPanelBenchmark();
    try (StubSlack slack = new StubSlack(Duration.ofMillis(100));
        ChildJavaProcess bot = BotUnderLoad.start(slack, database, folder.resolve("panel.log"))) {
      slack.arrived = benchmark::arrived;
      benchmark.samples(bot.port(), incidents, 0);
      row(table, "idle", benchmark.samples(bot.port(), incidents, 1));
      AtomicBoolean stop = new AtomicBoolean();
      Thread background = Thread.startVirtualThread(() -> clickOthers(bot.port(), incidents, stop));
      row(
          table,
          BACKGROUND_PER_SECOND + " other clicks/s",
          benchmark.samples(bot.port(), incidents, 2));
      stop.set(true);
      background.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void row(MarkdownTable table, String name, long[] nanos) {
    table.row(
        name,
        MarkdownTable.millis(LoadGenerator.at(nanos, 0.5)),
        MarkdownTable.millis(LoadGenerator.at(nanos, 0.99)));
  }

  private void arrived(String method, String body) {
    if (method.equals("chat.update")) {
      for (String field : body.split("&")) {
        if (field.startsWith("channel=")) {
          CountDownLatch latch = awaited.remove(field.substring("channel=".length()));
          if (latch != null) {
            latch.countDown();
          }
        }
      }
    }
  }

  /** Pauses the first incidents in an even round, and resumes them in an odd one. */
  private long[] samples(int port, int incidents, int round) throws InterruptedException {
    List<Long> all = new ArrayList<>();
    for (int i = 1; i <= Math.min(SAMPLES, incidents / 2); i++) {
      CountDownLatch latch = new CountDownLatch(1);
      awaited.put(SignedClicks.channel(i), latch);
      long began = System.nanoTime();
      LoadGenerator.one(port, SignedClicks.request(i, round % 2 == 0 ? "pause" : "resume"));
      if (latch.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        all.add(System.nanoTime() - began);
      }
      LockSupport.parkNanos(BETWEEN.toNanos());
    }
    return all.stream().mapToLong(Long::longValue).sorted().toArray();
  }

  /** Clicks on the other half of the incidents until it is stopped. */
  private static void clickOthers(int port, int incidents, AtomicBoolean stop) {
    int half = incidents / 2;
    for (int i = 0; !stop.get(); i++) {
      LoadGenerator.one(
          port, SignedClicks.request(1 + half + i % half, i / half % 2 == 0 ? "pause" : "resume"));
      LockSupport.parkNanos(1_000_000_000L / BACKGROUND_PER_SECOND);
    }
  }
}

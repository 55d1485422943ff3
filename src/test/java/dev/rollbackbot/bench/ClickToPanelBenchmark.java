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

/** From a button's payload to the {@code chat.update} that shows its result leaving for Slack. */
final class ClickToPanelBenchmark {
  private static final int SAMPLES = 60;
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final Duration BETWEEN = Duration.ofMillis(20);

  /** What Slack's pace lets the bot show: each click costs it a post and an update. */
  private static final int BACKGROUND_PER_SECOND = 20;

  private final Map<String, CountDownLatch> awaited = new ConcurrentHashMap<>();

  static void measure(MarkdownTable markdownTable, Path folder, String database, int incidents) {
    ClickToPanelBenchmark self = new ClickToPanelBenchmark();
    try (StubSlack slack = new StubSlack(Duration.ofMillis(100));
        ChildJavaProcess bot = BotUnderLoad.start(slack, database, folder.resolve("panel.log"))) {
      slack.arrived = self::arrived;
      self.samples(bot.port(), incidents, 0);
      row(markdownTable, "idle", self.samples(bot.port(), incidents, 1));
      AtomicBoolean stop = new AtomicBoolean();
      Thread background = Thread.startVirtualThread(() -> press(bot.port(), incidents, stop));
      row(
          markdownTable,
          BACKGROUND_PER_SECOND + " other clicks/s",
          self.samples(bot.port(), incidents, 2));
      stop.set(true);
      background.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void row(MarkdownTable markdownTable, String name, long[] nanos) {
    markdownTable.row(
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

  /** Clicks on the first incidents; the round says whether they are paused or resumed. */
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

  /** Clicks on the other half of the incidents. */
  private static void press(int port, int incidents, AtomicBoolean stop) {
    int half = incidents / 2;
    for (int n = 0; !stop.get(); n++) {
      LoadGenerator.one(
          port, SignedClicks.request(1 + half + n % half, n / half % 2 == 0 ? "pause" : "resume"));
      LockSupport.parkNanos(1_000_000_000L / BACKGROUND_PER_SECOND);
    }
  }
}

package dev.rollbackbot.work;

import dev.rollbackbot.app.Artifacts;
import dev.rollbackbot.app.Chat;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes captured logs that were kept for long enough: the file in Slack first, then the text.
 *
 * @param deleteFile in Slack, by its id
 * @param forgetJobs deletes the bot's own records of jobs that ended before that time
 */
public record ArtifactRetention(
    Artifacts artifacts,
    Function<String, Chat.DeliveryResult> deleteFile,
    Consumer<Instant> forgetJobs,
    Duration kept,
    InstantSource clock) {
  static final String NAME = "artifact-retention";

  private static final Logger LOG = LoggerFactory.getLogger(ArtifactRetention.class);
  private static final Duration LONGEST_INTERVAL = Duration.ofHours(1);
  private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);
  private static final Duration SHORTEST_FOR_RECORDS = Duration.ofHours(1);

  Duration interval() {
    Duration tenth = kept.dividedBy(10);
    return Collections.max(
        List.of(SHORTEST_INTERVAL, Collections.min(List.of(LONGEST_INTERVAL, tenth))));
  }

  void run() {
    // What became of a job is read from its record, by a bot that was away for a while too.
    forgetJobs.accept(clock.instant().minus(Collections.max(List.of(kept, SHORTEST_FOR_RECORDS))));
    for (Artifacts.KeptArtifact old : artifacts.savedBefore(clock.instant().minus(kept))) {
      if (old.file().isPresent() && !deletedInSlack(old.job(), old.file().get())) {
        return;
      }
      artifacts.delete(old.job());
      LOG.info("captured logs deleted job={} keptFor={}", old.job(), kept);
    }
  }

  /** False: Slack can't be asked at the moment, so the text stays until the next run. */
  private boolean deletedInSlack(String job, String file) {
    return switch (deleteFile.apply(file)) {
      case Chat.Completed _, Chat.CompletedElsewhere _ -> true;
      case Chat.PermanentFailure refused -> {
        LOG.warn("file of captured logs not deleted in Slack job={} why={}", job, refused.why());
        yield true;
      }
      case Chat.DestinationBlocked blocked -> {
        LOG.warn("captured logs not deleted in Slack job={} why={}", job, blocked.why());
        yield false;
      }
      case Chat.RetryLater later -> {
        LOG.info("captured logs not deleted yet job={} why={}", job, later.why());
        yield false;
      }
    };
  }
}

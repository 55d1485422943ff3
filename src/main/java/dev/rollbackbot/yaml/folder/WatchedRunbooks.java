package dev.rollbackbot.yaml.folder;

import dev.rollbackbot.app.Readiness;
import dev.rollbackbot.app.Runbooks;
import dev.rollbackbot.runbook.Runbook;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runbooks in use, read again when their files change. All of them are taken, or none: while a
 * changed file can't be used, the runbooks that were read before stay. Open incidents keep the text
 * that they were declared on.
 *
 * <p>The files are looked at regularly, because a folder that another file system, a volume or a
 * symbolic link provides reports no changes. A change counts once two looks in a row see the same:
 * before, somebody may still be writing.
 */
public final class WatchedRunbooks implements Runbooks, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WatchedRunbooks.class);
  private static final Duration INTERVAL = Duration.ofSeconds(2);

  private final Supplier<RunbookDirectory> read;
  private final Supplier<FolderState> look;
  private final Consumer<List<Runbook>> taken;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("runbooks").factory());

  private volatile RunbookDirectory current;
  private volatile List<InvalidRunbook> refused = List.of();

  /** Of the files that {@code current} and {@code refused} tell about. */
  private FolderState known;

  private FolderState lastSeen;

  private WatchedRunbooks(
      Supplier<RunbookDirectory> read, Supplier<FolderState> look, Consumer<List<Runbook>> taken) {
    this.read = read;
    this.look = look;
    this.taken = taken;
    known = look.get();
    lastSeen = known;
    current = read.get();
  }

  /**
   * Reads them and goes on to look; {@code taken} is told of those that are in use from then on.
   */
  public static WatchedRunbooks start(RunbookSource source, Consumer<List<Runbook>> taken) {
    WatchedRunbooks out =
        new WatchedRunbooks(
            () -> RunbookDirectory.read(source), () -> FolderState.of(source.path()), taken);
    taken.accept(out.all());
    if (source.path().isPresent()) {
      // It ends with close().
      var _ =
          out.timer.scheduleWithFixedDelay(
              out::lookSafely, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }
    return out;
  }

  /** An exception would end the timer. */
  private void lookSafely() {
    try {
      look();
    } catch (RuntimeException e) {
      LOG.error("runbooks not read again", e);
    }
  }

  private void look() {
    FolderState seen = look.get();
    boolean settled = seen.equals(lastSeen);
    lastSeen = seen;
    if (!settled || seen.equals(known)) {
      return;
    }
    known = seen;
    RunbookDirectory next = read.get();
    if (next.invalid().isEmpty()) {
      current = next;
      refused = List.of();
      LOG.info("runbooks read again runbooks={}", next.all().size());
      taken.accept(next.all());
    } else {
      refused = next.invalid().stream().map(InvalidRunbook::refused).toList();
      LOG.error(
          "changed runbooks not taken, the earlier ones stay in use files={}", refused.size());
    }
  }

  /** Never a reason not to be ready: what was read before can still be used. */
  public Readiness readiness() {
    List<InvalidRunbook> problems = refused;
    return problems.isEmpty()
        ? new Readiness(true, "%d in use".formatted(current.all().size()))
        : new Readiness(
            true,
            "changed on disk and can't be used, the earlier ones stay: "
                + problems.getFirst().problems().getFirst());
  }

  /** What the check of that runbook warns of. */
  public List<String> warnings(String id) {
    return current.warnings(id);
  }

  @Override
  public Optional<Runbook> find(String id) {
    return current.find(id);
  }

  @Override
  public List<Runbook> all() {
    return current.all();
  }

  @Override
  public List<InvalidRunbook> invalid() {
    return Stream.concat(current.invalid().stream(), refused.stream()).distinct().toList();
  }

  @Override
  public Runbook reread(String text) {
    return current.reread(text);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}

package dev.rollbackbot.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.app.CommandGateway.Finished;
import dev.rollbackbot.app.CommandGateway.Handle;
import dev.rollbackbot.app.CommandGateway.Job;
import dev.rollbackbot.app.CommandGateway.Running;
import dev.rollbackbot.app.Jobs;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Invocation;
import dev.rollbackbot.incident.Lore;
import dev.rollbackbot.incident.Outcome;
import dev.rollbackbot.incident.Snapshot;
import dev.rollbackbot.store.Examples;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Jobs, on every database. */
abstract class JobContract extends JobBench {
  @Nested
  class AJob {
    @Test
    void runs_once_though_asked_for_twice_and_by_two_workers() {
      world.runner = _ -> new Finished(DONE, "");
      run(Examples.rollBack());
      bench.start();
      bench.another().start(world);
      run(Examples.rollBack());
      ends(DONE);
      run(Examples.rollBack());
      stays(() -> assertThat(world.submitted).hasSize(1));
      assertThat(world.submitted).containsExactly(new Job(JOB, Examples.rollBack()));
      assertThat(world.tellings).containsExactly("job:" + JOB);
      assertThat(world.reconciled).isEmpty();
    }

    @Test
    void that_takes_its_time_is_asked_until_it_ends_and_what_it_captured_is_kept() {
      Outcome captured =
          new Outcome.Succeeded(new Outcome.Captured("logs.txt", 2), Duration.ofSeconds(30));
      world.runner = job -> new Running(new Handle(job.id(), "run-1"));
      world.running =
          handle ->
              world.polled.size() < 3
                  ? new Running(handle)
                  : new Finished(captured, "line 1\nline 2\n");
      bench.start();
      run(new Invocation.CaptureLogs(List.of(Examples.GATEWAY_LIVE), Duration.ofSeconds(30)));
      ends(captured);
      assertThat(world.polled).hasSize(3).containsOnly(new Handle(JOB, "run-1"));
      assertThat(bench.database.artifacts().find(JOB)).contains("line 1\nline 2\n");
    }

    @Test
    void that_never_ends_is_stopped_and_its_outcome_is_unknown() {
      world.runner = job -> new Running(new Handle(job.id(), "run-1"));
      bench.startWithShortLimits();
      run(Examples.rollBack());
      assertThat(endsSomehow()).isInstanceOf(Outcome.Unknown.class);
      assertThat(world.cancelled).containsExactly(new Handle(JOB, "run-1"));
      assertThat(bench.database.artifacts().find(JOB)).contains("log of run-1");
    }

    @Test
    void that_surveys_learns_what_earlier_incidents_taught() {
      Snapshot snapshot =
          new Snapshot(Examples.GATEWAY_LIVE, Examples.live("42"), List.of(), List.of());
      Duration took = Duration.ofSeconds(1);
      world.runner =
          _ ->
              new Finished(
                  new Outcome.Succeeded(new Outcome.Surveyed(List.of(snapshot)), took), "");
      Duration before = Duration.ofSeconds(90);
      bench.inTransaction(unit ->
          unit.remember(incident, new Effect.Remember("shop-gateway", List.of("42"), before)));
      bench.start();
      run(new Invocation.Survey(List.of(Examples.GATEWAY_LIVE)));
      Lore lore = new Lore(Set.of("42"), Map.of("shop-gateway", before));
      ends(new Outcome.Succeeded(new Outcome.Surveyed(List.of(snapshot)), took));
      assertThat(world.finished(JOB).orElseThrow().lore()).isEqualTo(lore);
    }

    @Test
    void is_told_once_the_database_is_back_and_not_run_again() {
      world.deaf = true;
      world.runner = _ -> new Finished(DONE, "");
      bench.start();
      run(Examples.rollBack());
      soon(() -> assertThat(world.submitted).hasSize(1));
      stays(() -> assertThat(world.told).isEmpty());
      world.deaf = false;
      ends(DONE);
      assertThat(world.submitted).hasSize(1);
      assertThat(world.reconciled).isEmpty();
    }

    @Test
    void that_somebody_else_took_over_tells_nothing() {
      world.runner = job -> new Running(new Handle(job.id(), "run-1"));
      bench.start();
      run(Examples.rollBack());
      soon(() -> assertThat(world.polled).isNotEmpty());
      assertThat(bench.database.jobs().begin(JOB, 1)).contains(2);
      world.running = _ -> new Finished(DONE, "");
      nothingIsScheduled();
      assertThat(world.told).isEmpty();
      assertThat(bench.database.jobs().find(JOB).orElseThrow().phase())
          .isEqualTo(Jobs.Phase.STARTED);
    }
  }

  @Nested
  class AGatewayThatFails {
    @Test
    void leaves_an_unknown_end_so_the_next_attempt_asks_first() {
      world.runner =
          _ -> {
            throw new IllegalStateException("a bug");
          };
      world.provider = _ -> DONE;
      bench.start();
      run(Examples.rollBack());
      ends(DONE);
      assertThat(world.submitted).hasSize(1);
    }

    @Test
    void again_and_again_is_a_persons_business_in_the_end() {
      world.runner =
          _ -> {
            throw new IllegalStateException("a bug");
          };
      world.provider = _ -> NOT_DONE;
      bench.startWithShortLimits();
      run(Examples.rollBack());
      assertThat(endsSomehow()).isInstanceOf(Outcome.Unknown.class);
      assertThat(world.submitted).hasSize(Bench.SETTINGS.jobs().attempts());
    }
  }
}

package dev.rollbackbot.gateway.process;

import static dev.rollbackbot.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.gateway.JobRunner.NotStarted;
import dev.rollbackbot.gateway.JobRunner.PerhapsStarted;
import dev.rollbackbot.gateway.JobRunner.RunEnded;
import dev.rollbackbot.gateway.JobRunner.RunLost;
import dev.rollbackbot.gateway.JobRunner.RunNotBegun;
import dev.rollbackbot.gateway.JobRunner.RunUnderWay;
import dev.rollbackbot.gateway.JobRunner.RunUnreadable;
import dev.rollbackbot.gateway.JobRunner.Started;
import dev.rollbackbot.incident.rollback.Invocation.RunProcess;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Real processes: what is recorded of their ends, whoever ends first. */
final class ProgramRunnerTest extends ProgramRunnerCase {
  @Nested
  final class Ends {
    @Test
    void status_zero_is_success() {
      RunProcess job = run("print('done')");
      String run = started(job);
      assertThat(ended(job, run)).isEqualTo(new RunEnded(true, "exit-0", "exit status 0"));
      assertThat(runner.output(job, run)).isEqualTo("done\n");
    }

    @Test
    void another_status_is_a_failure() {
      RunProcess job = run("raise SystemExit(7)");
      assertThat(ended(job, started(job)))
          .isEqualTo(new RunEnded(false, "exit-7", "exit status 7"));
    }

    @Test
    void a_program_that_is_gone_is_a_failure() {
      RunProcess job =
          new RunProcess(
              "gone",
              List.of(),
              Optional.empty(),
              List.of(),
              Duration.ofMinutes(1),
              Optional.empty(),
              Optional.empty(),
              Optional.empty());
      String run = started(job);
      await().until(() -> runner.state(job, run) instanceof RunNotBegun);
    }

    @Test
    void at_its_deadline_it_is_ended_though_nobody_asks() {
      RunProcess job =
          run(
              Duration.ofMillis(300),
              Optional.empty(),
              List.of(),
              "import time\nwhile True: time.sleep(0.1)");
      RunEnded end = ended(job, started(job));
      assertThat(end.success()).isFalse();
      assertThat(end.text()).startsWith("its time was over");
    }

    @Test
    void success_after_a_request_to_stop_is_no_success() {
      RunProcess job =
          run(
              "import signal, sys, time\nsignal.signal(15, lambda *_: sys.exit(0))\n"
                  + "print('ready')\nwhile True: time.sleep(0.1)");
      String run = started(job);
      await().until(() -> runner.output(job, run).contains("ready"));
      runner.stop(job, run);
      assertThat(ended(job, run))
          .isEqualTo(new RunEnded(false, "exit-0", "it was stopped, with exit status 0"));
    }

    /** Half an address or half a secret is not masked. */
    @Test
    void half_a_line_is_not_shown_before_it_is_whole() {
      RunProcess job =
          run(
              "import sys, time\nsys.stdout.write('ready\\nto anna.mueller@examp')\n"
                  + "sys.stdout.flush()\nwhile True: time.sleep(0.1)");
      String run = started(job);
      await().until(() -> runner.output(job, run).contains("ready"));
      assertThat(runner.output(job, run)).isEqualTo("ready\n");
      runner.stop(job, run);
      ended(job, run);
      assertThat(runner.output(job, run)).isEqualTo("ready\nto anna.mueller@examp");
    }

    @Test
    void a_large_output_is_bounded_and_keeps_its_end() throws Exception {
      RunProcess job = run("for i in range(200000): print('line %d %s' % (i, 'x' * 60))");
      String run = started(job);
      assertThat(ended(job, run).success()).isTrue();
      assertThat(runner.output(job, run)).endsWith("line 199999 " + "x".repeat(60) + "\n");
      try (var files = Files.list(record().path())) {
        assertThat(files.mapToLong(f -> f.toFile().length()).sum()).isLessThan(9_000_000);
      }
    }
  }

  @Test
  void no_half_of_a_secret_is_left_where_one_file_of_the_output_ends_and_the_next_begins()
      throws Exception {
    // The next file begins in the middle of the secret.
    String printed =
        "x".repeat(20) + "\n" + "a line with password=hunter2-hunter2\n".repeat(113_650);
    OutputFile file = new OutputFile(folder.resolve("newest"), folder.resolve("earlier"));
    file.copy(new ByteArrayInputStream(printed.getBytes(StandardCharsets.UTF_8)));
    assertThat(file.end(300_000).masked(300_000, List.of()))
        .startsWith("[The beginning is left out.]\na line")
        .doesNotContain("hunter", "ter2");
  }

  @Nested
  final class Tree {
    /** The program leaves a process in the background that ignores the first signal. */
    private static final String DAEMON =
        """
        import os, signal, sys, time
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                signal.signal(15, signal.SIG_IGN)
                open("daemon.next", "w").write(str(os.getpid()))
                os.rename("daemon.next", "daemon")
                while True: time.sleep(0.1)
            os._exit(0)
        while True: time.sleep(0.1)
        """;

    @Test
    void whatever_it_started_ends_with_it() throws Exception {
      RunProcess job = run(DAEMON);
      String run = started(job);
      Path pid = folder.resolve("work/daemon");
      await().until(() -> Files.exists(pid));
      ProcessHandle daemon = ProcessHandle.of(Long.parseLong(Files.readString(pid))).orElseThrow();
      runner.stop(job, run);
      assertThat(ended(job, run).success()).isFalse();
      await().until(() -> !daemon.isAlive());
    }
  }

  @Nested
  final class FoundAgain {
    @Test
    void the_same_job_is_not_started_twice() throws Exception {
      RunProcess job = run("open('starts', 'a').write('x')");
      String run = started(job);
      ended(job, run);
      assertThat(runner.start(job, ID, () -> true)).isEqualTo(new Started(run));
      assertThat(runner.find(job, ID)).isEqualTo(new Started(run));
      assertThat(Files.readString(folder.resolve("work/starts"))).isEqualTo("x");
    }

    @Test
    void a_job_without_a_record_may_run_elsewhere() {
      assertThat(runner.find(run("pass"), ID)).isInstanceOf(PerhapsStarted.class);
    }

    @Test
    void a_job_of_another_machine_cannot_be_read() throws Exception {
      RunProcess job = run("pass");
      String run = started(job);
      ended(job, run);
      assertThat(runner("there", Clock.systemUTC()).state(job, run))
          .isInstanceOf(RunUnreadable.class);
    }

    @Test
    void a_job_whose_process_was_killed_is_lost() throws Exception {
      RunProcess job = run("import time\nprint('ready')\nwhile True: time.sleep(0.1)");
      String run = started(job);
      await().until(() -> runner.output(job, run).contains("ready"));
      ProcessHandle wrapper = ProcessHandle.of(record().status().orElseThrow().pid()).orElseThrow();
      List<ProcessHandle> children = wrapper.descendants().toList();
      wrapper.destroyForcibly();
      await().until(() -> runner.state(job, run) instanceof RunLost);
      children.forEach(ProcessHandle::destroyForcibly);
    }

    /** Whatever has its pid now. */
    @Test
    void a_pid_that_another_process_has_by_now_does_not_make_it_alive() throws Exception {
      JobFolder record = record();
      record.create();
      record.holdAlive().close();
      record.write(
          new JobFolder.Status(ProcessHandle.current().pid(), Optional.empty(), Optional.empty()));
      assertThat(runner.state(run("pass"), "here/" + ID)).isInstanceOf(RunLost.class);
    }

    @Test
    void a_job_that_an_earlier_version_started_is_unknown_until_it_says_how_it_ended()
        throws Exception {
      JobFolder record = record();
      record.create();
      record.write(
          new JobFolder.Request(PYTHON, List.of(), folder.resolve("work"), Duration.ofSeconds(9)));
      long pid = ProcessHandle.current().pid();
      record.write(new JobFolder.Status(pid, Optional.empty(), Optional.empty()));
      RunProcess job = run("pass");
      assertThat(runner.state(job, "here/" + ID)).isInstanceOf(RunUnreadable.class);
      runner.forgetBefore(Instant.now().plusSeconds(60));
      record.write(new JobFolder.Status(pid, Optional.of(0), Optional.empty()));
      assertThat(runner.state(job, "here/" + ID))
          .isEqualTo(new RunEnded(true, "exit-0", "exit status 0"));
      runner.forgetBefore(Instant.now().plusSeconds(60));
      assertThat(record.exists()).isFalse();
    }

    @Test
    void a_job_that_an_earlier_version_started_is_lost_when_its_process_is_gone() throws Exception {
      JobFolder record = record();
      record.create();
      Process gone = new ProcessBuilder("/bin/true").start();
      gone.waitFor();
      record.write(new JobFolder.Status(gone.pid(), Optional.empty(), Optional.empty()));
      assertThat(runner.state(run("pass"), "here/" + ID)).isInstanceOf(RunLost.class);
    }

    @Test
    void a_job_that_never_began_is_known_not_to_have_begun_and_never_begins() throws Exception {
      JobFolder record = record();
      record.create();
      record.write(
          new JobFolder.Request(
              PYTHON,
              List.of("-c", "open('begun', 'w')"),
              folder.resolve("work"),
              Duration.ofSeconds(9)));
      RunProcess job = run("pass");
      assertThat(runner.find(job, ID)).isInstanceOf(Started.class);
      assertThat(runner.state(job, "here/" + ID)).isInstanceOf(RunUnderWay.class);
      ProgramRunner later = runner("here", () -> Clock.systemUTC().instant().plusSeconds(120));
      assertThat(later.find(job, ID)).isInstanceOf(NotStarted.class);
      assertThat(later.find(job, ID)).isInstanceOf(NotStarted.class);
      assertThat(later.state(job, "here/" + ID)).isInstanceOf(RunNotBegun.class);
      assertThat(record.decide(true)).as("a wrapper that is late").isFalse();
    }
  }
}

package dev.rollbackbot.gateway.process;

import static dev.rollbackbot.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.gateway.JobRunner;
import dev.rollbackbot.gateway.JobRunner.NotStarted;
import dev.rollbackbot.gateway.JobRunner.PerhapsStarted;
import dev.rollbackbot.gateway.JobRunner.RunUnderWay;
import dev.rollbackbot.incident.rollback.Invocation.RunProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class ProgramRightsTest extends ProgramRunnerCase {
  @Nested
  final class Refused {
    @Test
    void a_program_that_the_settings_do_not_list() {
      RunProcess job =
          new RunProcess(
              "sh",
              List.of(),
              Optional.empty(),
              List.of(),
              Duration.ofMinutes(1),
              Optional.empty(),
              Optional.empty(),
              Optional.empty());
      assertThat(text(job)).isEqualTo("PROCESS_PROGRAMS does not list “sh”.");
    }

    @Test
    void a_variable_that_the_settings_do_not_list() {
      assertThat(text(run(Duration.ofMinutes(1), Optional.empty(), List.of("HOME"), "pass")))
          .isEqualTo("PROCESS_ENVIRONMENT does not list HOME, or it is not set.");
    }

    @Test
    void a_folder_that_leads_out_of_the_one_for_programs() throws Exception {
      Files.createSymbolicLink(folder.resolve("work/out"), folder);
      assertThat(text(run(Duration.ofMinutes(1), Optional.of("out"), List.of(), "pass")))
          .contains("leads out of");
    }

    @Test
    void a_job_that_another_instance_has_taken_over() {
      assertThat(runner.start(run("open('begun', 'w')"), ID, () -> false))
          .isInstanceOf(PerhapsStarted.class);
      assertThat(record().exists()).isFalse();
    }

    private String text(RunProcess job) {
      JobRunner.JobStart start = runner.start(job, ID, () -> true);
      assertThat(start).isInstanceOf(NotStarted.class);
      return ((NotStarted) start).text();
    }
  }

  @Test
  void it_gets_the_variables_that_are_named_and_no_others() {
    RunProcess job =
        run(
            Duration.ofMinutes(1),
            Optional.empty(),
            List.of("GREETING"),
            "import os\nprint(sorted(os.environ), os.environ['GREETING'])");
    String run = started(job);
    ended(job, run);
    assertThat(runner.output(job, run))
        .contains("'GREETING'", "good morning")
        .doesNotContain("PATH");
  }

  @Test
  void only_the_bots_own_user_reads_its_record() throws Exception {
    RunProcess job = run("print('done')");
    ended(job, started(job));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(record().path())))
        .isEqualTo("rwx------");
    try (var files = Files.list(record().path())) {
      assertThat(files)
          .allSatisfy(file ->
              assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                  .isEqualTo("rw-------"));
    }
  }

  @Test
  void records_of_ended_jobs_are_deleted_in_time_and_those_of_running_ones_never()
      throws Exception {
    RunProcess job = run("import time\nprint('ready')\nwhile True: time.sleep(0.1)");
    String run = started(job);
    await().until(() -> runner.output(job, run).contains("ready"));
    Instant later = Instant.now().plusSeconds(60);
    runner.forgetBefore(later);
    assertThat(runner.state(job, run)).isInstanceOf(RunUnderWay.class);
    runner.stop(job, run);
    ended(job, run);
    runner.forgetBefore(record().changedAt());
    assertThat(record().exists()).isTrue();
    await()
        .until(() -> {
          runner.forgetBefore(later);
          return !record().exists();
        });
    assertThat(runner.find(job, ID)).isInstanceOf(PerhapsStarted.class);
  }

  @Test
  void what_is_no_record_of_a_job_is_never_deleted() throws Exception {
    ended(run("pass"), started(run("pass")));
    Path other = Files.createDirectories(record().path().resolveSibling("notes"));
    Files.writeString(other.resolve("request"), "mine");
    Files.writeString(other.resolve("id_ed25519"), "mine");
    await()
        .until(() -> {
          runner.forgetBefore(Instant.now().plusSeconds(60));
          return !record().exists();
        });
    assertThat(other.resolve("request")).exists();
    assertThat(other.resolve("id_ed25519")).exists();
  }

  @Test
  void values_of_secret_variables_are_known_as_secrets() {
    assertThat(runner.secrets()).containsExactly("correct horse");
  }

  @Test
  void an_argument_is_one_argument_whatever_it_contains() {
    RunProcess job = run("import sys\nprint(sys.argv[1])", "$(touch x); `id` 'a' \"b\" * \\ ü");
    String run = started(job);
    ended(job, run);
    assertThat(runner.output(job, run)).isEqualTo("$(touch x); `id` 'a' \"b\" * \\ ü\n");
  }
}

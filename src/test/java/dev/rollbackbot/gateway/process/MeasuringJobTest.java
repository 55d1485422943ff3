package dev.rollbackbot.gateway.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rollbackbot.Waiting;
import dev.rollbackbot.gateway.metric.MetricSource;
import dev.rollbackbot.gateway.metric.MetricSource.MetricAnswer;
import dev.rollbackbot.gateway.metric.MetricSource.MetricValue;
import dev.rollbackbot.gateway.metric.MetricSource.NotMeasured;
import dev.rollbackbot.gateway.metric.job.JobSource;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Programs that measure: what they print last, and what they leave. */
final class MeasuringJobTest extends ProgramRunnerCase {
  private JobSource source(Duration limit) {
    return new JobSource(runner, _ -> Optional.empty(), Clock.systemUTC(), limit);
  }

  /** Without a blank in it: there is no shell, and no quotation mark. */
  private MetricAnswer ask(String code, String... more) throws IOException {
    Path file = folder.resolve("work/measure.py");
    Files.writeString(file, code);
    return source(Waiting.LIMIT).ask("python measure.py " + String.join(" ", more), Instant.EPOCH);
  }

  private List<Path> records() throws IOException {
    try (Stream<Path> records = Files.list(folder.resolve("work/.jobs"))) {
      return records.toList();
    }
  }

  private static String reason(MetricAnswer answer) {
    assertThat(answer).isInstanceOf(NotMeasured.class);
    return ((NotMeasured) answer).reason();
  }

  @Test
  void the_last_line_is_the_value_and_no_record_is_left() throws Exception {
    assertThat(ask("import sys\nprint('looks')\nprint(len(sys.argv[1]))", "$(reboot)"))
        .isEqualTo(new MetricValue(BigDecimal.valueOf(9)));
    assertThat(records()).isEmpty();
  }

  @Test
  void one_that_ends_badly_says_neither_good_nor_bad() throws Exception {
    assertThat(reason(ask("print('passed')\nraise SystemExit(3)")))
        .isEqualTo("exit status 3; it printed last: passed");
  }

  @Test
  void it_gets_its_own_variables_only_and_shows_no_secret() throws Exception {
    Files.writeString(
        folder.resolve("work/measure.py"),
        "import os\nprint(os.environ.get('GREETING'), os.environ['DEPLOY_KEY'])");
    assertThat(
            reason(source(Waiting.LIMIT).ask("with DEPLOY_KEY python measure.py", Instant.EPOCH)))
        .contains("None")
        .doesNotContain("correct horse");
  }

  @Test
  void one_that_takes_too_long_is_ended() throws Exception {
    Files.writeString(folder.resolve("work/measure.py"), "import time\ntime.sleep(600)");
    assertThat(reason(source(Duration.ofSeconds(1)).ask("python measure.py", Instant.EPOCH)))
        .startsWith("its time was over");
    assertThat(records()).isEmpty();
  }

  @Test
  void what_the_settings_do_not_name_is_not_started_and_trying_out_starts_nothing()
      throws Exception {
    Path started = folder.resolve("work/started");
    Files.writeString(
        folder.resolve("work/measure.py"), "open('started', 'w').close()\nprint('passed')");
    JobSource source = source(Waiting.LIMIT);
    assertThat(source.tryOut("python measure.py", Instant.EPOCH))
        .isEqualTo(new MetricValue(BigDecimal.ONE));
    assertThat(reason(source.tryOut("curl measure.py", Instant.EPOCH)))
        .contains("PROCESS_PROGRAMS does not list “curl”");
    assertThat(reason(source.ask("curl measure.py", Instant.EPOCH)))
        .contains("PROCESS_PROGRAMS does not list “curl”");
    assertThat(reason(source.ask("with HOME python measure.py", Instant.EPOCH)))
        .contains("PROCESS_ENVIRONMENT does not list HOME");
    assertThat(started).doesNotExist();
  }

  /** Nobody approves a measurement: a program that deploys must not be one. */
  @Test
  void only_programs_of_a_list_of_its_own_may_measure() throws Exception {
    ProcessOptions options = options();
    MetricSource measuring =
        new ProcessProvider(options, Clock.systemUTC()).measuring(Clock.systemUTC()).orElseThrow();
    assertThat(measuring.tryOut("python measure.py", Instant.EPOCH))
        .isEqualTo(new MetricValue(BigDecimal.ONE));
    for (String query : List.of("gone", "repository revert")) {
      assertThat(reason(measuring.ask(query, Instant.EPOCH)))
          .startsWith("PROCESS_MEASURING does not list");
      assertThat(reason(measuring.tryOut(query, Instant.EPOCH)))
          .startsWith("PROCESS_MEASURING does not list");
    }
    ProcessOptions without =
        new ProcessOptions(
            options.programs(), options.directory(), options.records(), Map.of(), Set.of());
    assertThat(new ProcessProvider(without, Clock.systemUTC()).measuring(Clock.systemUTC()))
        .isEmpty();
  }

  @Test
  void the_list_names_programs_that_may_be_run() throws Exception {
    Map<String, String> settings =
        Map.of(
            "PROCESS_PROGRAMS",
            "python=" + PYTHON,
            "PROCESS_DIRECTORY",
            folder.toString(),
            "PROCESS_MEASURING",
            "smoke");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProcessOptions.of(settings))
        .withMessage("PROCESS_MEASURING is a list of names of PROCESS_PROGRAMS, not “smoke”.");
  }

  @Test
  void what_still_runs_when_the_bot_stops_is_stopped() throws Exception {
    Files.writeString(
        folder.resolve("work/measure.py"),
        "import time\nopen('started', 'w').close()\ntime.sleep(600)");
    JobSource source = source(Waiting.LIMIT);
    FutureTask<MetricAnswer> asked =
        new FutureTask<>(() -> source.ask("python measure.py", Instant.EPOCH));
    Thread.ofVirtual().start(asked);
    Waiting.await().until(() -> Files.exists(folder.resolve("work/started")));
    source.close();
    assertThat(reason(asked.get())).startsWith("it was stopped");
  }
}

package dev.rollbackbot.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.app.CommandGateway.Handle;
import dev.rollbackbot.app.CommandGateway.Job;
import dev.rollbackbot.app.CommandGateway.StopAnswer;
import dev.rollbackbot.app.CommandGateway.StopAsked;
import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.incident.rollback.Invocation.ProviderJob;
import dev.rollbackbot.incident.rollback.Invocation.RunProcess;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is made of a job runner's answers. */
final class ProviderJobsTest {
  private static final ProviderJob RUN =
      new RunProcess(
          "deploy",
          List.of(),
          Optional.empty(),
          List.of(),
          Duration.ofMinutes(1),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
  private static final Handle HANDLE = new Handle(new Job("INC-1/2", RUN), "run-1");

  /** A runner with these answers. */
  private record Answers(JobState state, String output) implements JobRunner {
    @Override
    public JobStart start(ProviderJob job, String correlation, LeaseCheck leaseCheck) {
      return new Started("run-1");
    }

    @Override
    public JobStart find(ProviderJob job, String correlation) {
      return new Started("run-1");
    }

    @Override
    public JobState state(ProviderJob job, String runId) {
      return state;
    }

    @Override
    public String output(ProviderJob job, String runId) {
      return output;
    }

    @Override
    public StopAnswer stop(ProviderJob job, String runId) {
      return new StopAsked();
    }
  }

  private static String shown(String printed) {
    JobRunner runner = new Answers(new JobRunner.RunUnderWay(), printed);
    return new ProviderJobs(runner).output(HANDLE, RUN);
  }

  @Test
  void no_half_of_a_secret_is_left_where_an_output_is_cut() {
    int most = 2_000;
    String end = "\n" + "0123456789abcdef ".repeat(115) + "\nthe end";
    for (int cut = 0; cut < 50; cut++) {
      String printed =
          "x\npassword=hunter2hunter2" + end + "y".repeat(cut + most - end.length() - 25);
      String shown = PrintedText.whole(printed).masked(most, List.of());
      assertThat(shown).contains("the end").doesNotContain("hunter2", "ter2hun", "nter2");
    }
  }

  @Test
  void no_half_of_a_key_is_left_where_the_provider_has_cut_it() {
    String shown =
        shown("c2VjcmV0IGtleQ\nc2VjcmV0IGtleQ==\n-----END RSA PRIVATE KEY-----\ndeployed");
    assertThat(shown).doesNotContain("c2VjcmV0").endsWith("deployed");
  }

  @Test
  void no_half_of_a_secret_is_left_where_the_provider_has_cut_it() {
    String line = "a line with password=hunter2-hunter2 in it\n";
    String text = line.repeat(3);
    for (int cut = 0; cut <= line.length(); cut++) {
      String before = new PrintedText(text.substring(cut), false, true).masked(1_000, List.of());
      String after =
          new PrintedText(text.substring(0, text.length() - cut), true, false)
              .masked(1_000, List.of());
      assertThat(before)
          .startsWith("[The beginning is left out.]\na line with password=[redacted]")
          .doesNotContain("hunter", "ter2");
      assertThat(after)
          .endsWith("password=[redacted] in it\n[The rest is left out.]\n")
          .doesNotContain("hunter", "ter2");
    }
    assertThat(new PrintedText("hunter2", false, false).masked(1_000, List.of()))
        .isEqualTo("[The beginning is left out.]\n[The rest is left out.]\n");
  }

  @Test
  void lines_of_a_secret_that_are_left_are_masked_too() {
    assertThat(
            new PrintedText("lf\nsecond line of it\nplain\n", false, true)
                .masked(1_000, List.of("first half\nsecond line of it\n")))
        .isEqualTo("[The beginning is left out.]\n[redacted]\nplain\n");
  }

  @Test
  void what_is_too_long_is_cut_between_lines() {
    String shown = shown("an earlier line\n".repeat(20_000) + "the end");
    assertThat(shown).startsWith("an earlier line\n").endsWith("the end");
    assertThat(shown.length()).isBetween(199_000, 200_000);
    assertThat(shown("z".repeat(300_000))).doesNotContain("zz");
  }
}

package dev.rollbackbot.incident.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.SampleIncident;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.ProbeResult.Verdict;
import dev.rollbackbot.incident.verification.ProbeRound.ProbeTarget;
import dev.rollbackbot.runbook.Contact;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.yaml.folder.RunbookDirectory;
import dev.rollbackbot.yaml.folder.RunbookSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Pure
final class ReadinessReportTest {
  private static final Runbook FACTORY =
      RunbookDirectory.read(new RunbookSource(Optional.empty(), Map.of(), Optional.empty()))
          .find("factory")
          .orElseThrow();
  private static final Runbook RUNBOOK = SampleIncident.runbook();
  private static final Environment PLACE = RUNBOOK.environments().getFirst();
  private static final ReadinessFact MET = ReadinessFact.met(ReadinessNeed.TARGETS, "gateway");
  private static final ReadinessFact CAVEAT =
      ReadinessFact.doubtful(ReadinessNeed.CONTACTS, "lead", "No address.");
  private static final ReadinessFact MISSING =
      ReadinessFact.missing(ReadinessNeed.CREDENTIALS, "cloudflare", "The token has expired.");

  private static ReadinessReport of(ReadinessFact... facts) {
    return new ReadinessReport("factory", "production", Instant.EPOCH, List.of(facts));
  }

  @Nested
  class Level {
    @Test
    void everything_that_is_met_is_ready() {
      assertThat(of(MET, MET).level()).isEqualTo(ReadinessLevel.READY);
      assertThat(of(MET).problems()).isEmpty();
    }

    @Test
    void the_worst_decides_and_is_named_first() {
      assertThat(of(MET, CAVEAT).level()).isEqualTo(ReadinessLevel.READY_WITH_CAVEATS);
      assertThat(of(CAVEAT, MISSING, MET).level()).isEqualTo(ReadinessLevel.NOT_READY);
      assertThat(of(CAVEAT, MISSING, MET).problems()).containsExactly(MISSING, CAVEAT);
    }

    @ParameterizedTest
    @EnumSource
    void what_is_not_known_is_never_ready(ReadinessNeed need) {
      assertThat(of(ReadinessFact.unknown(need, "it", "No answer.")).level())
          .isNotEqualTo(ReadinessLevel.READY);
    }

    @Test
    void nothing_that_was_asked_is_never_ready() {
      assertThat(of().level()).isEqualTo(ReadinessLevel.NOT_READY);
    }

    @Test
    void other_words_are_no_news_and_another_condition_is() {
      ReadinessFact worded =
          ReadinessFact.doubtful(ReadinessNeed.CONTACTS, "lead", "Still no address.");
      assertThat(of(worded).tellsTheSameAs(of(MET, CAVEAT))).isTrue();
      assertThat(of(MISSING).tellsTheSameAs(of(CAVEAT))).isFalse();
      assertThat(of(CAVEAT, MET).tellsTheSameAs(of(CAVEAT, MISSING))).isFalse();
      ReadinessFact other =
          ReadinessFact.doubtful(ReadinessNeed.CONTACTS, "support", "No address.");
      assertThat(of(other).tellsTheSameAs(of(CAVEAT))).isFalse();
    }
  }

  @Nested
  class People {
    private ReadinessLevel approvers(int available) {
      return PeopleReadiness.approvers(PLACE, Optional.of(available), "").level();
    }

    @Test
    void two_must_be_left_if_one_of_them_asks() {
      assertThat(Stream.of(0, 1, 2, 3).map(this::approvers))
          .containsExactly(
              ReadinessLevel.NOT_READY,
              ReadinessLevel.NOT_READY,
              ReadinessLevel.READY_WITH_CAVEATS,
              ReadinessLevel.READY);
    }

    @Test
    void a_group_that_could_not_be_read_is_not_ready() {
      ReadinessFact fact =
          PeopleReadiness.approvers(PLACE, Optional.empty(), "Slack does not answer.");
      assertThat(fact.level()).isEqualTo(ReadinessLevel.NOT_READY);
      assertThat(fact.text()).contains("Slack does not answer.");
    }
  }

  @Nested
  class Plans {
    @Test
    void a_service_without_a_target_is_not_ready() {
      PlannedStep step =
          PlannedStep.withoutTarget(
              "1",
              "Roll back gateway",
              new PlannedStep.NoTarget("It has one version.", Optional.empty(), Optional.empty()));
      List<ReadinessFact> facts =
          PlanReadiness.of(
              new State.Planned(
                  Plan.of("m", List.of(step, PlannedStep.byHand("2", "Ask"))), List.of()),
              List.of());
      assertThat(facts.getFirst().text()).isEqualTo("It has one version.");
      assertThat(facts.stream().map(ReadinessFact::level))
          .containsExactly(ReadinessLevel.NOT_READY, ReadinessLevel.READY);
    }

    @Test
    void no_plan_is_not_ready_and_a_warning_is_a_caveat() {
      assertThat(PlanReadiness.of(new State.NoPlan("Cloudflare is down."), List.of()))
          .containsExactly(
              ReadinessFact.missing(ReadinessNeed.TARGETS, "plan", "Cloudflare is down."));
      State.Planned warned =
          new State.Planned(
              Plan.of("m", List.of(PlannedStep.byHand("1", "Ask"))), List.of("A partial outage."));
      assertThat(PlanReadiness.of(warned, List.of()).getLast().level())
          .isEqualTo(ReadinessLevel.READY_WITH_CAVEATS);
    }
  }

  @Nested
  class OfTheRunbook {
    @Test
    void contacts_need_a_way_to_be_reached() {
      assertThat(
              Stream.of(
                      "#devops or devops@example.com",
                      "https://example.com/support",
                      "@lead",
                      "+49 170 1234567",
                      "PagerDuty rotation",
                      "ask C# people")
                  .map(reach -> contact(reach).level()))
          .containsExactly(
              ReadinessLevel.READY,
              ReadinessLevel.READY,
              ReadinessLevel.READY,
              ReadinessLevel.READY,
              ReadinessLevel.READY_WITH_CAVEATS,
              ReadinessLevel.READY_WITH_CAVEATS);
    }

    private static ReadinessFact contact(String reach) {
      return RunbookReadiness.contact(new Contact("Lead", reach, false));
    }

    @Test
    void warnings_about_other_environments_are_not_told() {
      Environment staging = FACTORY.environment("staging").orElseThrow();
      Environment production = FACTORY.environment("production").orElseThrow();
      String about = "nothing at all is measured in \"production\"";
      List<String> all = List.of(about, "the contact \"Lead\" is a placeholder");
      assertThat(RunbookReadiness.warnings(FACTORY, production, all)).hasSize(2);
      assertThat(RunbookReadiness.warnings(FACTORY, staging, all)).hasSize(1);
    }

    @Test
    void only_what_the_first_method_needs_is_essential() {
      assertThat(RunbookReadiness.need(RUNBOOK, "cloudflare")).isEqualTo(ReadinessNeed.CREDENTIALS);
      assertThat(RunbookReadiness.need(RUNBOOK, "process")).isEqualTo(ReadinessNeed.FALLBACKS);
    }

    @Test
    void what_can_not_be_measured_is_a_caveat_whatever_the_rest_shows() {
      ProbeTarget one = RunbookReadiness.targets(RUNBOOK, PLACE).getFirst();
      List<ReadinessFact> facts =
          RunbookReadiness.measured(
              List.of(one, one, one),
              List.of(
                  result(one, Verdict.FAILED, Duration.ofMillis(5)),
                  result(one, Verdict.INCONCLUSIVE, Duration.ZERO),
                  result(one, Verdict.INCONCLUSIVE, Duration.ZERO)));
      assertThat(facts.stream().map(ReadinessFact::answer))
          .containsExactly(ReadinessAnswer.MET, ReadinessAnswer.UNKNOWN);
      assertThat(facts.getLast().text()).endsWith("and 1 more can't be measured: no answer.");
    }

    @Test
    void a_service_that_does_not_answer_is_not_measured() {
      ProbeTarget one = RunbookReadiness.targets(RUNBOOK, PLACE).getFirst();
      ProbeResult silent = result(one, Verdict.FAILED, Duration.ZERO);
      assertThat(RunbookReadiness.measured(List.of(one), List.of(silent)))
          .extracting(ReadinessFact::answer)
          .containsExactly(ReadinessAnswer.UNKNOWN);
    }

    private static ProbeResult result(ProbeTarget target, Verdict verdict, Duration took) {
      return ProbeResult.withoutReading(target.probe().id(), verdict, "no answer", took);
    }
  }
}

package dev.rollbackbot.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.ProbeResult.Verdict;
import dev.rollbackbot.runbook.measure.Comparison.Limits;
import dev.rollbackbot.runbook.measure.EntryCount;
import dev.rollbackbot.runbook.measure.EntryCount.EntryFilter;
import dev.rollbackbot.runbook.measure.EntryCount.SinceChange;
import dev.rollbackbot.runbook.measure.ResponseRules.HeaderRelation;
import dev.rollbackbot.runbook.measure.ResponseRules.HeaderRule;
import dev.rollbackbot.runbook.measure.ResponseRules.TextRule;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a probe expects beyond a status and single values. */
final class ResponseRulesTest extends ProbedPage {
  @Nested
  class A_header {
    private ProbeResult with(HeaderRelation relation, String name, String value) {
      service.on(
          "/page",
          (request, response) -> {
            response.header("X-Version", "7");
            response.header("Set-Cookie", "session=abc");
            response.respond(200, "");
          });
      return measure(
          rules(List.of(new HeaderRule(name, relation, value)), List.of(), Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({"EQUALS, x-version, 7", "CONTAINS, set-cookie, session", "ABSENT, x-debug, ''"})
    void as_it_should_be_passes(HeaderRelation relation, String name, String value) {
      assertThat(with(relation, name, value).verdict()).isEqualTo(Verdict.PASSED);
    }

    @ParameterizedTest
    @CsvSource({
      "EQUALS, x-version, 8, 'header x-version: expected 8, got 7'",
      "CONTAINS, x-version, 8, 'header x-version: expected it to contain 8, got 7'",
      "ABSENT, x-version, '', 'header x-version: expected none, got 7'",
      "EQUALS, x-debug, 1, 'header x-debug: expected 1, got none'",
      "ABSENT, set-cookie, '', 'header set-cookie: expected none, got something else'"
    })
    void as_it_should_not_be_fails_without_what_is_secret(
        HeaderRelation relation, String name, String value, String detail) {
      is(with(relation, name, value), Verdict.FAILED, detail);
    }
  }

  @Nested
  class A_text {
    private ProbeResult with(String body, String value, boolean wanted) {
      body(body);
      return measure(rules(List.of(), List.of(new TextRule(value, wanted)), Optional.empty()));
    }

    @Test
    void that_is_wanted_is_looked_for_and_the_body_is_not_repeated() {
      assertThat(with("Welcome, Ada", "Welcome", true).verdict()).isEqualTo(Verdict.PASSED);
      ProbeResult failed = with("Sorry, Ada", "Welcome", true);
      is(failed, Verdict.FAILED, "200, but the body lacks “Welcome”");
      assertThat(failed.detail()).doesNotContain("Ada");
    }

    @Test
    void that_is_not_wanted_fails_if_it_is_there_or_may_be_in_what_was_not_read() {
      is(with("Internal error", "error", false), Verdict.FAILED, "the body holds “error”");
      is(with("x".repeat(300_000), "error", false), Verdict.FAILED, "too long");
    }
  }

  @Nested
  class Entries_of_a_list {
    private static final EntryFilter FACTORY = new EntryFilter("/type", "factory", false);
    private static final SinceChange SINCE =
        new SinceChange("/at", Duration.ofMinutes(2), Duration.ofMinutes(3));

    private ProbeResult count(String body, Optional<SinceChange> since, Optional<Instant> changed) {
      body(body);
      EntryCount count =
          new EntryCount(
              "",
              List.of(FACTORY),
              since,
              new Limits(Optional.of(BigDecimal.ZERO), Optional.empty()));
      return measure(service.address(), rules(List.of(), List.of(), Optional.of(count)), changed);
    }

    private ProbeResult sinceChange(String body) {
      return count(body, Optional.of(SINCE), Optional.of(CHANGE));
    }

    @Test
    void are_counted_if_the_filter_holds_and_they_are_younger_than_the_rollback() {
      ProbeResult result =
          sinceChange(
              """
              [{"type": "user.login", "at": "2026-02-27T12:05:00Z"},
               {"type": "factory.read", "at": "2026-02-27T12:01:59Z"},
               {"type": "factory.read", "at": "2026-02-27T11:00:00Z"}]
              """);
      is(result, Verdict.PASSED, "0 entries since the rollback (at most 0)");
      assertThat(result.reading().orElseThrow().value()).isEqualTo("0");
    }

    @ParameterizedTest
    @CsvSource({
      "'\"2026-02-27T12:02:00Z\"'",
      "'\"2026-02-27T13:02:00+01:00\"'",
      "'\"2026-02-27 12:02:00\"'",
      "1772193720",
      "1772193720000"
    })
    void have_their_times_in_any_usual_form(String time) {
      is(
          sinceChange("[{\"type\": \"factory.read\", \"at\": %s}]".formatted(time)),
          Verdict.FAILED,
          "1 entry since the rollback (at most 0)");
    }

    @Test
    void are_no_proof_if_the_list_does_not_reach_back_to_the_rollback() {
      is(
          sinceChange("[{\"type\": \"user.login\", \"at\": \"2026-02-27T12:05:00Z\"}]"),
          Verdict.INCONCLUSIVE,
          "does not reach back");
    }

    @ParameterizedTest
    @CsvSource({
      "'[{\"type\":\"factory\"}]', an entry has no time at /at",
      "'[{\"type\":\"factory\",\"at\":\"yesterday\"}]', an entry has no time at /at",
      "'{\"error\":1}', the body is no list",
      "'<html>', the body is no list"
    })
    void that_cannot_be_counted_are_inconclusive(String body, String detail) {
      is(sinceChange(body), Verdict.INCONCLUSIVE, detail);
    }

    @Test
    void are_inconclusive_before_anything_was_changed() {
      is(
          count("[]", Optional.of(SINCE), Optional.empty()),
          Verdict.INCONCLUSIVE,
          "nothing was changed");
    }

    @Test
    void are_all_counted_without_a_time() {
      is(
          count("[{\"type\":\"factory\"}]", Optional.empty(), Optional.empty()),
          Verdict.FAILED,
          "1 entry (at most 0)");
    }
  }
}

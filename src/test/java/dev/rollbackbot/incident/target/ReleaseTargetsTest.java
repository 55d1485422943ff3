package dev.rollbackbot.incident.target;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.PastDeployment;
import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.rollback.TargetChoice;
import dev.rollbackbot.incident.rollback.Version;
import dev.rollbackbot.runbook.Service;
import dev.rollbackbot.runbook.ServiceRef;
import dev.rollbackbot.runbook.release.ReleaseRule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which versions are chosen with the one of another service. */
@Pure
final class ReleaseTargetsTest {
  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
  private static final ReleaseRule TAG = new ReleaseRule.SameTag();

  /** A version, its tag, and when it went live first. */
  private record Released(String id, String tag, Optional<Instant> at) {
    Version version() {
      return new Version(
          id,
          id,
          Optional.of(tag),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }

    Deployment deployment() {
      return new Deployment(
          "d-" + id, at, Optional.empty(), List.of(new Deployment.TrafficShare(version(), 100)));
    }
  }

  private static Released released(String id, String tag, int hoursAgo) {
    return new Released(id, tag, Optional.of(NOON.minus(Duration.ofHours(hoursAgo))));
  }

  private static Released unknown(String id, String tag) {
    return new Released(id, tag, Optional.empty());
  }

  /** The first is live, the second the target. */
  private static PlannedStep step(String service, Released... released) {
    List<Released> earlier = List.of(released).subList(1, released.length);
    return PlannedStep.changing(
        service,
        service,
        new PlannedStep.Change(
            ServiceRef.of(
                new Service(service, service, Service.ServiceKind.WORKER, Optional.empty()),
                service,
                Optional.empty()),
            released[0].deployment(),
            released[1].version(),
            "",
            earlier.stream().map(Released::version).toList(),
            List.of(),
            Optional.empty(),
            Optional.of(
                new TargetChoice(
                    List.of(),
                    Map.of(),
                    earlier.stream().map(e -> PastDeployment.of(e.deployment())).toList(),
                    Optional.empty(),
                    Optional.empty())),
            Optional.empty(),
            Optional.empty()));
  }

  private static ReleaseTargets chosen(ReleaseRule rule, PlannedStep api, PlannedStep site) {
    Version version = api.change().orElseThrow().candidates().getLast();
    return ReleaseTargets.of(
        new ReleaseMatching(rule), Plan.of("rollback", List.of(api, site)), api, version);
  }

  private static PlannedStep api() {
    return step("api", released("a3", "3", 1), released("a2", "2", 5), released("a1", "1", 20));
  }

  @Test
  void what_went_live_near_it_is_chosen_before_what_went_live_at_an_unknown_time() {
    PlannedStep site =
        step("site", released("s3", "3", 1), unknown("s1-again", "1"), released("s1", "1", 19));
    assertThat(chosen(TAG, api(), site).versions())
        .extractingByKey("site")
        .extracting(Version::id)
        .isEqualTo("s1");
  }

  @Test
  void what_went_live_at_an_unknown_time_is_chosen_if_there_is_no_other() {
    PlannedStep site = step("site", released("s3", "3", 1), unknown("s1", "1"));
    assertThat(chosen(TAG, api(), site).versions())
        .extractingByKey("site")
        .extracting(Version::id)
        .isEqualTo("s1");
    assertThat(chosen(new ReleaseRule.Within(Duration.ofHours(1)), api(), site).unmatched())
        .as("nobody knows whether it was within that time")
        .containsExactly("site");
  }

  @Test
  void a_live_version_of_the_release_stays_live() {
    PlannedStep site = step("site", released("s1", "1", 19), released("s0", "0", 40));
    ReleaseTargets targets = chosen(TAG, api(), site);
    assertThat(targets.versions()).extractingByKey("site").extracting(Version::id).isEqualTo("s1");
    assertThat(targets.unmatched()).isEmpty();
  }
}

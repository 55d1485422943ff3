package dev.rollbackbot.incident.target;

import static dev.rollbackbot.incident.SampleIncident.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.rollback.Version;
import dev.rollbackbot.incident.rollback.VersionMark;
import dev.rollbackbot.incident.rollback.VersionMark.MarkVerdict;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Which version a service goes back to. */
@Pure
final class TargetSelectionTest extends TargetCase {
  /** The ways in which a plan took a bad version, or found none though there was a good one. */
  @Nested
  class the_six_ways {
    @Test
    void a_history_of_gradual_deployments_only_leads_to_the_last_version_that_had_everything() {
      deployed(1, share(43, 50), share(42, 50));
      deployed(2, share(43, 10), share(42, 90));
      deployed(30, share(42, 50), share(41, 50));
      deployed(31, share(42, 10), share(41, 90)).deployed(90, 41);
      returnsTo("v41");
      assertThat(passedOver()).first().asString().startsWith("v43: never had all the traffic");
    }

    @Test
    void without_a_version_that_had_everything_one_that_had_a_part_is_second_best() {
      deployed(1, share(43, 100));
      deployed(2, share(43, 50), share(42, 50)).deployed(3, share(42, 90), share(41, 10));
      returnsTo("v42");
      assertThat(proposed().why())
          .isEqualTo("Second best: at most 90 % of the traffic before the fault was seen.");
    }

    @Test
    void a_version_with_the_code_of_the_live_one_is_no_way_away_from_it() {
      deployed(1, version(43, "same")).deployed(2, version(42, "same")).deployed(3, 41);
      returnsTo("v41");
      assertThat(passedOver())
          .containsExactly("v42: has the same code as what is live, only configuration can differ");
      assertThat(proposed().concern(version(42))).isPresent();
    }

    @Test
    void a_version_that_can_not_be_read_is_passed_over_and_the_search_goes_on() {
      Version unreadable =
          new Version(
              "id-x",
              "0badcafe",
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty());
      deployed(1, 43).deployed(2, unreadable).deployed(3, 41);
      returnsTo("v41");
      assertThat(passedOver()).first().asString().startsWith("0badcafe: could not be read");
    }

    @Test
    void a_mistaken_mark_is_taken_back_by_a_verified_rollback_to_the_version() {
      deployed(1, 43).deployed(2, 42).deployed(3, 41).marked("INC-3", 42, MarkVerdict.BAD);
      returnsTo("v41");
      marked("INC-4", 42, MarkVerdict.GOOD);
      returnsTo("v42");
      assertThat(proposed().why()).isEqualTo("Good: verified live in INC-4.");
    }

    @Test
    void a_version_marked_bad_can_still_be_chosen_when_there_is_no_other() {
      deployed(1, 43).deployed(2, 42).marked("INC-3", 42, MarkVerdict.BAD);
      assertThat(selection().proposed()).isEmpty();
      assertThat(selection().onlyWithReason().orElseThrow().concern(version(42)))
          .contains("marked bad in INC-3: orders fail");
    }

    @Test
    void an_unknown_time_is_neither_now_nor_long_ago() {
      deployed(1, 43).deployed(Optional.empty(), share(42, 100)).deployed(3, 41);
      returnsTo("v41");
      assertThat(passedOver()).containsExactly("v42: the provider does not say when it was live");
    }

    @Test
    void a_version_of_unknown_time_is_second_best_and_that_is_said() {
      deployed(1, 43).deployed(Optional.empty(), share(42, 100));
      returnsTo("v42");
      assertThat(proposed().why())
          .isEqualTo("Second best: the provider does not say when it was live.");
    }
  }

  @Nested
  class what_is_known {
    @Test
    void a_settled_version_is_better_than_a_newer_one_that_nobody_knows() {
      deployed(1, 43).deployed(2, 42).deployed(30, 41);
      returnsTo("v41");
      assertThat(proposed().why())
          .isEqualTo("Good: all the traffic for 28 h before the fault was seen.");
      assertThat(passedOver())
          .containsExactly(
              "v42: had all the traffic before the fault was seen, not known to be good or bad");
    }

    @Test
    void deployments_of_one_version_in_a_row_count_together() {
      deployed(1, 43).deployed(10, 42).deployed(26, 42).deployed(27, 41);
      returnsTo("v42");
      assertThat(proposed().why()).startsWith("Good: all the traffic for 25 h");
    }

    @Test
    void a_version_that_went_live_only_after_the_fault_began_is_no_target() {
      began = Optional.of(START.minus(Duration.ofHours(5)));
      deployed(1, 43).deployed(2, 42).deployed(6, 41).deployed(8, 40);
      returnsTo("v40");
      assertThat(passedOver())
          .containsExactly(
              "v42: went live only after the fault began", "v41: was live when the fault began");
    }

    @Test
    void a_settled_version_is_good_although_it_was_live_when_the_fault_began() {
      began = Optional.of(START.minus(Duration.ofHours(5)));
      deployed(1, 43).deployed(40, 42).deployed(50, 41);
      returnsTo("v42");
    }

    @Test
    void a_deployment_in_the_minute_in_which_the_fault_began_is_the_suspect() {
      began = Optional.of(START.minus(Duration.ofHours(2)).minusSeconds(30));
      deployed(2, 43).deployed(3, 42).deployed(4, 41);
      returnsTo("v42");
    }

    @Test
    void somebody_went_back_from_a_version_that_is_newer_than_the_live_one() {
      deployed(1, 42).deployed(2, 43).deployed(40, 42).deployed(50, 41);
      returnsTo("v41");
      assertThat(proposed().candidates()).extracting(Version::label).containsExactly("v43", "v41");
      assertThat(proposed().concern(version(43)))
          .contains("deployed after v42, to which somebody went back");
    }

    @Test
    void who_went_back_is_told_by_the_deployments_and_not_by_when_versions_were_made() {
      // Made in the order in which they were deployed, but for the first.
      Version old = made(version(41), Duration.ofDays(1));
      Version younger = made(version(42), Duration.ofDays(2));
      deployed(1, old).deployed(2, younger).deployed(40, old).deployed(50, 40);
      returnsTo("v40");
      assertThat(proposed().concern(younger))
          .contains("deployed after v41, to which somebody went back");
    }

    @Test
    void an_older_version_that_was_deployed_later_was_not_gone_back_from() {
      Version old = made(version(41), Duration.ofDays(1));
      deployed(1, 42).deployed(40, old);
      returnsTo("v41");
    }

    @Test
    void somebody_may_go_back_from_a_version_that_was_verified() {
      deployed(1, 42).deployed(2, 43).deployed(40, 42).deployed(50, 41);
      marked("INC-3", 43, MarkVerdict.GOOD);
      returnsTo("v41");
      assertThat(proposed().concern(version(43)))
          .contains("deployed after v42, to which somebody went back");
    }

    @Test
    void somebody_went_back_also_if_something_newer_is_live_by_now() {
      deployed(1, 44).deployed(2, 42).deployed(3, 43).deployed(40, 42).deployed(50, 41);
      assertThat(proposed().concern(version(43)))
          .contains("deployed after v42, to which somebody went back");
    }

    @Test
    void what_was_deployed_again_since_was_not_gone_back_from_in_the_end() {
      deployed(1, 44).deployed(30, 43).deployed(31, 42).deployed(32, 43).deployed(40, 42);
      returnsTo("v43");
    }

    @Test
    void an_earlier_version_that_was_deployed_again_is_not_newer_than_what_followed() {
      deployed(1, 43).deployed(30, 42).deployed(31, 41).deployed(32, 42).deployed(40, 41);
      returnsTo("v42");
    }

    @Test
    void a_gradual_deployment_that_was_stopped_was_gone_back_from() {
      deployed(1, 44).deployed(30, 42);
      deployed(31, share(43, 50), share(42, 50)).deployed(40, 42);
      assertThat(proposed().concern(version(43)))
          .contains("deployed after v42, to which somebody went back");
    }

    @Test
    void a_version_is_not_settled_by_the_time_of_one_that_the_provider_lost() {
      deployed(1, 43).deployed(100, 42).deployed(101, 41);
      returnsTo("v42");
      assertThat(proposed().why()).startsWith("Good: all the traffic for 4 days");
      gaps.add(START.minus(Duration.ofHours(99)));
      assertThat(proposed().why())
          .isEqualTo("Had all the traffic before the fault was seen; not known to be good or bad.");
    }

    @Test
    void a_mark_of_another_service_with_the_same_version_is_not_meant() {
      deployed(1, 43).deployed(2, 42);
      marks.add(new VersionMark("INC-3", "other", "id-v42", MarkVerdict.BAD, "orders fail"));
      returnsTo("v42");
    }

    @Test
    void a_half_deployed_version_is_left_for_the_one_that_had_everything_before() {
      deployed(1, share(43, 20), share(42, 80)).deployed(40, 42);
      returnsTo("v42");
    }
  }
}

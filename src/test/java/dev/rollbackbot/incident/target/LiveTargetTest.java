package dev.rollbackbot.incident.target;

import static dev.rollbackbot.incident.SampleIncident.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.VersionMark.MarkVerdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** When what is live needs no rollback, and when it is none to keep. */
@Pure
final class LiveTargetTest extends TargetCase {
  /** Somebody may have gone back by hand while people look for a way. */
  @Nested
  class what_is_live {
    @Test
    void a_good_version_to_which_somebody_went_back_after_the_fault_needs_nothing() {
      deployed(-0.1, 42).deployed(1, 43).deployed(40, 42).deployed(90, 41);
      returnsTo("v42");
      assertThat(proposed().why())
          .isEqualTo("Is live again. Good: all the traffic for 39 h before the fault was seen.");
      assertThat(passedOver()).isEmpty();
    }

    @Test
    void one_of_which_little_is_known_needs_nothing_if_there_is_no_better_one() {
      deployed(-0.1, 42).deployed(1, 43).deployed(3, 42).deployed(4, 41);
      returnsTo("v42");
      assertThat(proposed().why())
          .isEqualTo(
              "Is live again. Had all the traffic before the fault was seen; not known to be good"
                  + " or bad.");
    }

    @Test
    void one_that_was_live_when_the_fault_began_is_left_all_the_same() {
      began = Optional.of(START.minus(Duration.ofHours(2)));
      deployed(0.5, 42).deployed(1, 43).deployed(3, 42).deployed(40, 41);
      returnsTo("v41");
    }

    @Test
    void one_that_went_live_before_the_fault_was_seen_may_be_the_fault() {
      deployed(0.5, 42).deployed(1, 43).deployed(40, 42).deployed(90, 41);
      returnsTo("v41");
    }

    @Test
    void a_new_version_after_the_fault_is_no_way_away_from_it() {
      deployed(-0.1, 44).deployed(1, 43).deployed(3, 42);
      returnsTo("v42");
    }

    @Test
    void one_that_is_marked_bad_is_left() {
      deployed(-0.1, 42).deployed(1, 43).deployed(40, 42).deployed(90, 41);
      marked("INC-3", 42, MarkVerdict.BAD);
      returnsTo("v41");
    }

    @Test
    void without_a_time_it_is_back_if_the_incident_saw_another_one_before() {
      deployed(Optional.empty(), share(42, 100));
      deployed(1, 43).deployed(40, 42).deployed(90, 41);
      returnsTo("v41");
      firstLive = Optional.of(deployments.get(1));
      returnsTo("v42");
    }

    @Test
    void what_the_incident_saw_was_live_in_between_though_it_is_not_listed() {
      deployed(Optional.empty(), share(42, 100)).deployed(40, 42).deployed(90, 41);
      returnsTo("v41");
      firstLive =
          Optional.of(
              new Deployment("d", Optional.empty(), Optional.empty(), List.of(share(43, 100))));
      returnsTo("v42");
    }

    @Test
    void another_one_that_is_not_listed_was_live_in_between() {
      deployed(-0.1, 42).deployed(40, 42).deployed(90, 41);
      returnsTo("v41");
      gaps.add(START.minus(Duration.ofHours(1)));
      returnsTo("v42");
    }

    @Test
    void what_an_earlier_plan_went_away_from_is_not_good_by_its_age() {
      began = Optional.of(START.minus(Duration.ofHours(5)));
      deployed(-0.1, 44).deployed(90, 43).deployed(200, 42);
      returnsTo("v43");
      leftBehind = Set.of("id-v43");
      returnsTo("v42");
      assertThat(passedOver()).containsExactly("v43: was live in this incident");
    }

    @Test
    void what_the_incident_began_with_is_not_back_when_somebody_returns_to_it() {
      deployed(-0.2, 43).deployed(-0.1, 44).deployed(90, 43).deployed(200, 42);
      returnsTo("v42");
      firstLive = Optional.of(deployments.get(2));
      leftBehind = Set.of("id-v43", "id-v44");
      returnsTo("v42");
      assertThat(proposed().concern(version(43))).isEmpty();
      began = Optional.of(START.minus(Duration.ofHours(100)));
      returnsTo("v42");
    }

    @Test
    void nor_is_it_good_again_once_something_else_is_live() {
      deployed(-0.3, 45).deployed(-0.2, 43).deployed(-0.1, 44).deployed(90, 43).deployed(200, 42);
      firstLive = Optional.of(deployments.get(3));
      leftBehind = Set.of("id-v43", "id-v44");
      marked("INC-3", 43, MarkVerdict.GOOD);
      returnsTo("v42");
      assertThat(proposed().concern(version(43))).contains("was live in this incident");
    }

    @Test
    void what_had_the_fault_when_it_was_seen_is_not_back_though_no_plan_found_it_live() {
      deployed(-0.2, 43).deployed(-0.1, 44).deployed(90, 43).deployed(200, 42);
      firstLive = Optional.of(deployments.get(1));
      marked("INC-3", 43, MarkVerdict.GOOD);
      returnsTo("v42");
    }

    @Test
    void nor_is_it_a_way_away_from_what_was_deployed_since() {
      deployed(-0.1, 44).deployed(90, 43).deployed(200, 42);
      returnsTo("v42");
      assertThat(passedOver()).containsExactly("v43: was live when the fault was seen");
    }

    @Test
    void what_the_first_plan_found_back_already_and_kept_is_still_back_for_the_next() {
      deployed(-0.1, 42).deployed(1, 43).deployed(40, 42).deployed(90, 41);
      firstLive = Optional.of(deployments.getFirst());
      returnsTo("v42");
    }

    @Test
    void an_earlier_plan_of_another_begin_says_nothing_of_one_that_came_back() {
      leftBehind = Set.of("id-v42");
      deployed(-0.1, 42).deployed(1, 43).deployed(40, 42).deployed(90, 41);
      returnsTo("v42");
    }
  }

  /** A provider may record when each version was live first, and no return to one. */
  @Nested
  class where_returns_are_not_recorded {
    private TargetCase first(double hoursAgo, int number) {
      gaps.add(START.minusSeconds((long) (hoursAgo * 3600)));
      return deployed(hoursAgo, number);
    }

    @Test
    void no_version_is_good_by_the_time_until_the_next_one() {
      deployed(Optional.empty(), share(43, 100));
      first(1, 43);
      first(100, 42);
      first(200, 41);
      returnsTo("v42");
      assertThat(proposed().why())
          .isEqualTo("Had all the traffic before the fault was seen; not known to be good or bad.");
    }

    @Test
    void the_one_that_was_deployed_last_before_the_fault_may_have_it() {
      deployed(Optional.empty(), share(44, 100));
      first(-0.1, 44);
      first(1, 43);
      first(100, 42);
      returnsTo("v42");
      assertThat(passedOver()).containsExactly("v43: was deployed last before the fault was seen");
    }

    @Test
    void one_that_the_incident_saw_come_back_needs_nothing() {
      deployed(Optional.empty(), share(42, 100));
      first(1, 43);
      first(100, 42);
      first(200, 41);
      returnsTo("v41");
      firstLive = Optional.of(deployments.get(1));
      returnsTo("v42");
    }
  }
}

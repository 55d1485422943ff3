package dev.rollbackbot.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.store.Database;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@Pure
final class WorkSettingsTest {
  private static final Duration SLACK_GIVES_UP = Duration.ofSeconds(3);

  @Test
  void work_of_a_dead_instance_is_taken_over_within_5_s() {
    assertThat(WorkSettings.defaults().heartbeatTimeout())
        .isLessThanOrEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void a_locked_database_is_reported_before_slack_gives_up() {
    assertThat(Database.LOCK_TIMEOUT).isLessThan(SLACK_GIVES_UP);
  }
}

package dev.rollbackbot.runbook.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import org.junit.jupiter.api.Test;

@Pure
final class SqlScriptTest {
  @Test
  void a_query_with_a_comment_could_swallow_what_stands_behind_it() {
    assertThat(SqlScript.queryProblem("SELECT COUNT(*) FROM a -- all of them"))
        .contains("must hold no comment");
    assertThat(SqlScript.queryProblem("SELECT /* all */ COUNT(*) FROM a"))
        .contains("must hold no comment");
    assertThat(SqlScript.queryProblem("SELECT COUNT(*) FROM a WHERE b = '--' OR \"/*\" = 1"))
        .isEmpty();
  }
}

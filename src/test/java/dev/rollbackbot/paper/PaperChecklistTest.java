package dev.rollbackbot.paper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.ConversationDriver;
import dev.rollbackbot.incident.SampleIncident;
import dev.rollbackbot.incident.database.ScriptIncident;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.yaml.folder.RunbookDirectory;
import dev.rollbackbot.yaml.folder.RunbookSource;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The page; that it prints is for the browser's test, and a filled one for the story. */
@Pure
final class PaperChecklistTest {
  private static final Runbook FACTORY =
      RunbookDirectory.read(new RunbookSource(Optional.empty(), Map.of(), Optional.empty()))
          .find("factory")
          .orElseThrow();
  private static final String PAGE =
      PaperChecklist.empty(
          FACTORY,
          FACTORY.environment("staging").orElseThrow(),
          Instant.parse("2026-11-28T10:00:00Z"));

  @Test
  void every_part_of_the_procedures_checklist_is_on_it() {
    assertThat(PAGE)
        .contains(
            "Factory Feature: rollback checklist",
            "Capture current deployment state",
            "Export logs for analysis",
            "1. Roll back gateway",
            "foundation-gateway-staging back to version id",
            "wrangler rollback &lt;VERSION_ID&gt;",
            "Wait 120 s for it to spread",
            "Notify stakeholders",
            "Schedule the post-mortem",
            "Rolled back by",
            "Verified by",
            "Date and time",
            "On-call Engineer",
            "Printed 2026-11-28 10:00 UTC.");
    assertThat(PAGE).contains("Rollback: Git revert and redeploy<").doesNotContain("by jobs");
    assertThat(PAGE.split("<h2>", -1)).hasSizeGreaterThan(9);
  }

  @Test
  void a_rollback_under_way_shows_what_was_done_and_what_may_be_and_gives_no_commands_for_it() {
    ConversationDriver driver = ConversationDriver.rollingBack();
    String running = printed(driver);
    assertThat(running).contains("RUNNING when this was printed. Look first what became of it");
    assertThat(running).doesNotContain("NOT APPROVED");
    driver.jobEnds(SampleIncident.rolledBack("v41"));
    assertThat(printed(driver))
        .containsPattern("<span class=\"box\">✓</span><span>1\\. [^<]* <small>v42 → v41 in 4 s")
        .doesNotContain("from v42 back to v41");
    String unknown = printed(ConversationDriver.unknown());
    assertThat(unknown).contains("OUTCOME UNKNOWN when this was printed. Look first what is live");
  }

  @Test
  void a_restore_that_was_asked_for_is_on_it_and_its_script_is_not_ticked_after_it() {
    String waiting = printed(ScriptIncident.restoring(false));
    assertThat(waiting)
        .containsPattern("<span class=\"box\">✓</span><span>[0-9]+\\. Take migration 0013 back")
        .contains("its database was being read")
        .contains("wrangler d1 time-travel restore plans-production --bookmark=mark-3");
    String restored = printed(ScriptIncident.restoring(true));
    assertThat(restored)
        .doesNotContainPattern(
            "<span class=\"box\">✓</span><span>[0-9]+\\. Take migration 0013 back")
        .contains("its database was restored since, to before it");
  }

  @Test
  void what_an_earlier_plan_may_still_be_doing_is_on_it() {
    ConversationDriver driver =
        ConversationDriver.unknown()
            .jobEnds(new Outcome.Unknown("The provider can't tell."))
            .does(SampleIncident.RESPONDER, Command.MakeNewPlan::new);
    assertThat(printed(driver))
        .contains("OUTCOME UNKNOWN when this was printed: “API” of an earlier plan.");
  }

  @Test
  void a_plan_that_nobody_has_approved_says_so() {
    assertThat(printed(ConversationDriver.awaitingApproval()))
        .contains(". NOT APPROVED when this was printed");
  }

  private static String printed(ConversationDriver driver) {
    return PaperChecklist.of(driver.incident.orElseThrow(), Optional.empty(), driver.now);
  }

  @Test
  void it_needs_nothing_that_has_to_be_loaded() {
    assertThat(PAGE)
        .doesNotContainIgnoringCase("<script")
        .doesNotContain("src=", "href=", "url(", "@import", "@font-face");
  }

  @Test
  void what_comes_from_outside_is_text_and_secrets_are_masked() {
    assertThat(HtmlText.escaped("<img src=x> & \"xoxb-1234567890-abcdefghijkl\""))
        .startsWith("&lt;img src=x&gt; &amp; &quot;")
        .doesNotContain("abcdefghijkl");
  }

  @Test
  void commands_stand_alone_and_sentences_are_no_commands() {
    assertThat(new HtmlText().instructions("Look:\n    a\n    b\nThen go.\n").toString())
        .isEqualToIgnoringNewLines(
            "<p class=\"how\">Look:</p><pre>ab</pre><p class=\"how\">Then go.</p>");
  }

  @Test
  void a_link_is_a_code_with_white_around_it() {
    String svg = QrSquare.svg("https://example.slack.com/archives/C1/p1");
    assertThat(svg).startsWith("<svg class=\"qr\" viewBox=\"0 0 ").contains("M4,4h1v1h-1z");
  }
}

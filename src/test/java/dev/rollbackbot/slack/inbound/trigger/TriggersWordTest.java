package dev.rollbackbot.slack.inbound.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.app.RoleDirectory;
import dev.rollbackbot.app.Runbooks;
import dev.rollbackbot.app.trigger.FiringRecord;
import dev.rollbackbot.app.trigger.FiringRecord.SuspectRecord;
import dev.rollbackbot.app.trigger.TriggerFirings.FiringOutcome;
import dev.rollbackbot.app.trigger.TriggerKey;
import dev.rollbackbot.incident.Role;
import dev.rollbackbot.incident.decider.Incidents;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.trigger.TriggerMode;
import dev.rollbackbot.slack.inbound.trigger.TriggersWord.TriggersAnswer;
import dev.rollbackbot.store.Database;
import dev.rollbackbot.typed.CommandParser;
import dev.rollbackbot.typed.TypedCommand;
import dev.rollbackbot.yaml.RunbookReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The word "triggers", with the triggers of the full runbook. */
class TriggersWordTest {
  private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

  @TempDir Path folder;
  private Runbook runbook;
  private Database database;
  private TriggersWord word;
  private Set<Role> roles = Set.of(Role.RESPONDER);

  @BeforeEach
  void open() throws IOException {
    runbook = runbook("");
    database =
        Database.open("jdbc:sqlite:" + folder.resolve("bot.db"), Incidents::evolve, _ -> runbook);
    word = new TriggersWord(database.triggerRecords(), runbooks(), directory());
  }

  private static Runbook runbook(String more) throws IOException {
    String text = Files.readString(Path.of("src/test/resources/runbooks/full.yaml"));
    return new RunbookReader(Map.of()).read("full.yaml", text + more).runbook().orElseThrow();
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Runbooks runbooks() {
    return new Runbooks() {
      @Override
      public Optional<Runbook> find(String id) {
        return Optional.of(runbook).filter(r -> r.id().equals(id));
      }

      @Override
      public List<Runbook> all() {
        return List.of(runbook);
      }

      @Override
      public List<InvalidRunbook> invalid() {
        return List.of();
      }

      @Override
      public Runbook reread(String text) {
        return runbook;
      }
    };
  }

  private RoleDirectory directory() {
    return new RoleDirectory() {
      @Override
      public Optional<Set<Role>> justRead(String person, Environment environment) {
        return Optional.empty();
      }

      @Override
      public RoleLookupResult roles(String person, Environment environment) {
        return new KnownRoles(roles);
      }

      @Override
      public RoleLookupResult rolesForConsent(String person, Environment environment) {
        return new KnownRoles(roles);
      }

      @Override
      public Optional<String> nobodyElseApproves(String person, Environment environment) {
        return Optional.empty();
      }
    };
  }

  private void fires(String key, Instant at, TriggerMode mode, FiringOutcome outcome) {
    database
        .triggerRecords()
        .begin(
            new FiringRecord(
                key,
                new TriggerKey("full", "live", "ill"),
                "web",
                mode,
                at,
                Optional.of(at),
                List.of("expected 200, got <500>"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    database
        .triggerRecords()
        .finish(key, outcome, Optional.of(new SuspectRecord("web", "v42", at.minusSeconds(600))));
  }

  private String answer(String rest) {
    return word.answer("U0PERSON", rest, NOON.plusSeconds(60)).text();
  }

  @Test
  void it_says_what_would_have_been_proposed_in_the_shadow() {
    fires("a", NOON, TriggerMode.SHADOW, FiringOutcome.RECORDED);
    assertThat(answer(""))
        .contains("It is ill (`ill`): live shadow, rehearsal shadow; fired 1, right 0, wrong 0")
        .contains("It is slow (`slow`): live auto, rehearsal off; has not fired")
        .contains("would have proposed a rollback because of web v42, deployed")
        .contains("got &lt;500&gt;")
        .doesNotContain("was proposed");
  }

  @Test
  void its_buttons_store_whether_it_was_right_of_that_firing() {
    fires("a", NOON.minusSeconds(900), TriggerMode.SHADOW, FiringOutcome.RECORDED);
    fires("b", NOON, TriggerMode.SHADOW, FiringOutcome.RECORDED);
    TriggersAnswer answer = word.answer("U0PERSON", "full", NOON.plusSeconds(60));
    assertThat(answer.lines()).hasSize(2);
    fires("c", NOON.plusSeconds(30), TriggerMode.SHADOW, FiringOutcome.RECORDED);
    assertThat(typed(answer.lines().getLast()))
        .isEqualTo("Stored: that ill fired in live was wrong.");
    assertThat(database.triggerRecords().firings(NOON.minusSeconds(1000), 10))
        .extracting(f -> f.key() + f.judgement().map(Enum::name).orElse(""))
        .containsExactly("c", "bWRONG", "a");
    assertThat(answer("")).contains("fired 3, right 0, wrong 1");
  }

  /** As pressing its button does. */
  private String typed(TypedCommand line) {
    TypedCommand again =
        new CommandParser(Map.of("full", List.of("live", "rehearsal"))).parse(line.line());
    return answer(((TypedCommand.WordTyped) again).rest());
  }

  @Test
  void who_may_not_act_there_stores_nothing() {
    fires("a", NOON, TriggerMode.SHADOW, FiringOutcome.RECORDED);
    roles = Set.of();
    assertThat(answer("right ill live full")).contains("Nothing was stored");
    assertThat(database.triggerRecords().firings(NOON, 10).getFirst().judgement()).isEmpty();
  }

  @Test
  void what_is_not_there_is_said() {
    assertThat(answer("")).contains("Nothing fired in the last 30 days");
    assertThat(answer("shop")).contains("There is no runbook “shop”");
    assertThat(answer("right")).contains("Which one?");
    assertThat(answer("right ill live full")).contains("has not fired in live");
    assertThat(answer("right ill moon full")).contains("Nothing was stored");
  }

  @Test
  void what_fired_on_a_private_runbook_is_shown_to_those_who_may_roll_back_there()
      throws IOException {
    runbook = runbook("visibility: private\n");
    fires("a", NOON, TriggerMode.SHADOW, FiringOutcome.RECORDED);
    assertThat(answer("")).contains("web v42");
    assertThat(answer("full")).contains("web v42");
    roles = Set.of();
    assertThat(answer("")).doesNotContain("v42", "ill");
    assertThat(answer("full")).contains("private").doesNotContain("v42", "ill");
  }
}

package dev.rollbackbot.story.privacy;

import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.BotProcess;
import dev.rollbackbot.FastRunbook;
import dev.rollbackbot.Main;
import dev.rollbackbot.Waiting;
import dev.rollbackbot.sandbox.Sandbox;
import dev.rollbackbot.sandbox.SandboxOptions;
import dev.rollbackbot.store.TestDatabase;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.SandboxUsers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is stored about a person, handed out and erased on the command line. */
final class PeopleCommandStoryTest {
  @TempDir Path folder;
  private Optional<String> server = Optional.empty();

  private String database() {
    return server.orElseGet(() -> "jdbc:sqlite:" + folder.resolve("rollback-bot.db"));
  }

  private record Printed(int code, String text) {}

  private Printed people(String... words) throws Exception {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1"));
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    line.add("people");
    line.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().put("DATABASE_URL", database());
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Printed(process.waitFor(), text);
  }

  private String files() throws Exception {
    StringBuilder all = new StringBuilder();
    for (String name : List.of("rollback-bot.db", "rollback-bot.db-wal")) {
      Path file = folder.resolve(name);
      if (Files.exists(file)) {
        all.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
    }
    return all.toString();
  }

  @Test
  void a_person_is_exported_and_erased_and_the_chain_of_events_stays_readable() throws Exception {
    try (Sandbox sandbox =
        Sandbox.start(new SandboxOptions(0, "127.0.0.1", Path.of("manifest.yml"), true))) {
      Map<String, String> environment =
          new HashMap<>(BotProcess.environment(sandbox, folder, false));
      environment.put("RUNBOOKS", FastRunbook.runbooks(folder).toString());
      BotProcess bot = BotProcess.start(environment, folder.resolve("bot.log"));
      sandbox.deliverTo(bot.address());
      SandboxUsers users = new SandboxUsers(sandbox.address());
      IncidentConversation incident = IncidentConversation.declared(users, 1, Map.of());
      incident.reads("4 of 5 done");
      assertThat(people("erase", REQUESTER).text()).contains("another process of the bot uses it");

      bot.stop();
      Printed refused = people("erase", REQUESTER);
      assertThat(refused.code()).isEqualTo(1);
      assertThat(refused.text()).contains("not over (INC-1)");

      bot = BotProcess.start(environment, folder.resolve("bot.log"));
      sandbox.deliverTo(bot.address());
      users.types(APPROVER, incident.channel(), "/rollback cancel by the approver");
      incident.reads("Cancelled");
      bot.stop();

      Path file = folder.resolve("requester.ndjson");
      assertThat(people("export", REQUESTER, file.toString()).text()).contains("events written to");
      assertThat(Files.readString(file)).contains("IncidentDeclared", REQUESTER);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThat(people("export", REQUESTER, file.toString()).text()).contains("exists");

      Printed erased = people("erase", REQUESTER);
      assertThat(erased.code()).as(erased.text()).isZero();
      assertThat(erased.text()).contains(REQUESTER + " is UERASED");
      assertThat(files()).doesNotContain(REQUESTER).contains("UERASED", APPROVER);

      bot = BotProcess.start(environment, folder.resolve("bot.log"));
      sandbox.deliverTo(bot.address());
      Waiting.await().until(() -> users.sees(APPROVER) != null);
      users.types(APPROVER, incident.channel(), "/rollback log");
      IncidentConversation.isTold(users, APPROVER, incident.channel(), "<@UERASED");
      IncidentConversation.isTold(users, APPROVER, incident.channel(), "by the approver");
      bot.stop();
    }
  }

  @Test
  void on_postgresql_a_person_is_exported_and_erased_while_the_bot_runs() throws Exception {
    server = Optional.of(TestDatabase.postgres());
    try (Sandbox sandbox =
        Sandbox.start(new SandboxOptions(0, "127.0.0.1", Path.of("manifest.yml"), true))) {
      Map<String, String> environment =
          new HashMap<>(BotProcess.environment(sandbox, folder, false));
      environment.put("RUNBOOKS", FastRunbook.runbooks(folder).toString());
      environment.put("DATABASE_URL", database());
      BotProcess bot = BotProcess.start(environment, folder.resolve("bot.log"));
      sandbox.deliverTo(bot.address());
      SandboxUsers users = new SandboxUsers(sandbox.address());
      IncidentConversation incident = IncidentConversation.declared(users, 1, Map.of());
      incident.reads("4 of 5 done");
      assertThat(people("erase", REQUESTER).text()).contains("not over (INC-1)");
      users.types(APPROVER, incident.channel(), "/rollback cancel by the approver");
      incident.reads("Cancelled");

      Path file = folder.resolve("requester.ndjson");
      assertThat(people("export", REQUESTER, file.toString()).text()).contains("events written to");
      assertThat(Files.readString(file)).contains("IncidentDeclared", REQUESTER);
      assertThat(rows()).contains(REQUESTER);
      Waiting.await().until(() -> waiting() == 0);
      Printed erased = people("erase", REQUESTER);
      assertThat(erased.code()).as(erased.text()).isZero();
      assertThat(erased.text()).contains(REQUESTER + " is UERASED");
      assertThat(rows()).doesNotContain(REQUESTER).contains("UERASED", APPROVER);

      bot.stop();
      bot = BotProcess.start(environment, folder.resolve("bot.log"));
      sandbox.deliverTo(bot.address());
      users.types(APPROVER, incident.channel(), "/rollback log");
      IncidentConversation.isTold(users, APPROVER, incident.channel(), "<@UERASED");
      bot.stop();
      assertThat(rows()).doesNotContain(REQUESTER);
    }
  }

  /** Effects that are not delivered yet. */
  private int waiting() throws Exception {
    return query("select count(*)::text from outbox where state = 'WAITING'").equals("0\n") ? 0 : 1;
  }

  /** Every row of every table, as text. */
  private String rows() throws Exception {
    StringBuilder all = new StringBuilder();
    String tables = query("select tablename from pg_tables where schemaname = 'public'");
    for (String table : tables.lines().toList()) {
      all.append(query("select t::text from " + table + " t"));
    }
    return all.toString();
  }

  private String query(String sql) throws Exception {
    StringBuilder all = new StringBuilder();
    try (Connection connection = DriverManager.getConnection(database());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        all.append(rows.getString(1)).append('\n');
      }
    }
    return all.toString();
  }

  @Test
  void events_of_a_private_incident_are_exported_only_on_request() throws Exception {
    try (Sandbox sandbox =
        Sandbox.start(new SandboxOptions(0, "127.0.0.1", Path.of("manifest.yml"), true))) {
      Map<String, String> environment =
          new HashMap<>(BotProcess.environment(sandbox, folder, false));
      environment.put("RUNBOOKS", FastRunbook.runbooks(folder).toString());
      BotProcess bot = BotProcess.start(environment, folder.resolve("bot.log"));
      sandbox.deliverTo(bot.address());
      SandboxUsers users = new SandboxUsers(sandbox.address());
      IncidentConversation.declared(users, 1, Map.of("visibility", "PRIVATE")).reads("4 of 5 done");
      bot.stop();

      Path without = folder.resolve("without.ndjson");
      assertThat(people("export", REQUESTER, without.toString()).text())
          .contains("0 events written to", "of private incidents are left out");
      assertThat(Files.readString(without)).isEmpty();
      Path with = folder.resolve("with.ndjson");
      assertThat(people("export", REQUESTER, with.toString(), "--private").code()).isZero();
      assertThat(Files.readString(with)).contains("IncidentDeclared", REQUESTER);
    }
  }

  @Test
  void what_is_no_id_is_refused() throws Exception {
    Printed refused = people("erase", "@anna");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.text()).contains("“@anna” is no id of a person");
  }
}

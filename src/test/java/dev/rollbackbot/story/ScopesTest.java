package dev.rollbackbot.story;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.story.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.SandboxUsers.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.sandbox.slack.api.SlackMethods;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The app asks for the scopes of the methods that it calls, and for no other. */
final class ScopesTest {
  private static final Path MANIFEST = Path.of("manifest.yml");

  /** Scopes of what Slack does without a method being called. */
  private static final Set<String> WITHOUT_METHOD = Set.of("commands");

  /** Scopes of the app-level token, which no manifest can ask for. */
  private static final Set<String> APP_LEVEL = Set.of("connections:write");

  @Nested
  final class TheManifest {
    @Test
    void asks_for_every_scope_that_a_method_needs() throws IOException {
      Set<String> asked = asked();
      for (String method : named()) {
        Set<String> oneOf = method(method).scopes();
        assertThat(oneOf.isEmpty() || oneOf.stream().anyMatch(asked::contains) || app(oneOf))
            .as("%s needs one of %s", method, oneOf)
            .isTrue();
      }
    }

    @Test
    void asks_for_no_scope_that_no_method_uses() throws IOException {
      Set<String> used =
          named().stream()
              .flatMap(m -> method(m).scopes().stream())
              .collect(Collectors.toCollection(TreeSet::new));
      used.addAll(WITHOUT_METHOD);
      assertThat(used).containsAll(asked());
    }

    @Test
    void offers_the_command_socket_mode_and_interactivity() throws IOException {
      Map<?, ?> all = manifest();
      assertThat(at(all, "features", "slash_commands").toString())
          .contains("command=/rollback", "should_escape=true");
      assertThat(at(all, "settings", "socket_mode_enabled")).isEqualTo(true);
      assertThat(at(all, "settings", "interactivity", "is_enabled")).isEqualTo(true);
      assertThat(at(all, "display_information", "name").toString().length()).isLessThan(36);
      assertThat(at(all, "features", "bot_user", "display_name").toString()).isNotBlank();
    }
  }

  @Test
  void a_whole_story_calls_only_methods_that_are_named_and_allowed() throws IOException {
    try (SandboxFixture sandboxFixture = SandboxFixture.quick()) {
      SandboxUsers sandboxUsers = sandboxFixture.sandboxUsers();
      IncidentConversation incidentConversation = IncidentConversation.planned(sandboxUsers, 1);
      incidentConversation.approved();
      UsualRollback.toTheEnd(sandboxUsers, incidentConversation.channel());
      incidentConversation.presses(REQUESTER, "Log");
      incidentConversation.presses(APPROVER, "Write the post-mortem");
      sandboxUsers.reads(REQUESTER, INCIDENTS, "RESOLVED");
      List<JsonObject> calls =
          sandboxUsers.inspect().getJsonArray("apiCalls").getValuesAs(JsonObject.class);
      assertThat(calls.stream().map(c -> c.getString("method")).collect(Collectors.toSet()))
          .contains("chat.postMessage", "conversations.create", "views.open", "pins.add")
          .isSubsetOf(named());
      assertThat(calls)
          .filteredOn(c -> !c.getBoolean("ok"))
          .extracting(c -> c.getString("error", ""))
          .isSubsetOf("ratelimited");
    }
  }

  @Test
  void without_a_scope_people_are_told_which_one_is_missing(@TempDir Path folder)
      throws IOException {
    String less =
        Files.readString(MANIFEST)
            .lines()
            .filter(l -> !l.contains("- usergroups:read"))
            .collect(Collectors.joining("\n"));
    Path manifest = Files.writeString(folder.resolve("manifest.yml"), less);
    try (SandboxFixture sandboxFixture = SandboxFixture.quick(manifest, _ -> Map.of())) {
      SandboxUsers sandboxUsers = sandboxFixture.sandboxUsers();
      await()
          .until(() -> {
            sandboxUsers.types(REQUESTER, INCIDENTS, "/rollback help");
            return sandboxUsers
                .whispers(REQUESTER, INCIDENTS)
                .getLast()
                .contains("usergroups:read");
          });
      sandboxUsers.types(REQUESTER, INCIDENTS, "/rollback factory");
      sandboxUsers.submits(
          REQUESTER, Map.of("description", ModalInput.text("Factory pages answer 500")));
      assertThat(sandboxUsers.modal(REQUESTER).toString())
          .contains("lacks the scope usergroups:read", "Nothing was done");
    }
  }

  @Test
  void without_the_scopes_to_make_and_label_channels_it_goes_on_in_the_incidents_channel(
      @TempDir Path folder) throws IOException {
    String less =
        Files.readString(MANIFEST)
            .lines()
            .filter(l -> !l.matches(".*- (channels:manage|pins:write|bookmarks:write).*"))
            .collect(Collectors.joining("\n"));
    Path manifest = Files.writeString(folder.resolve("manifest.yml"), less);
    try (SandboxFixture sandboxFixture = SandboxFixture.quick(manifest, _ -> Map.of())) {
      SandboxUsers sandboxUsers = sandboxFixture.sandboxUsers();
      sandboxUsers.types(REQUESTER, INCIDENTS, "/rollback factory");
      sandboxUsers.submits(
          REQUESTER, Map.of("description", ModalInput.text("Factory pages answer 500")));
      sandboxUsers.reads(REQUESTER, INCIDENTS, "4 of 5 done");
      sandboxUsers.reads(REQUESTER, INCIDENTS, "has no channel of its own");
      assertThat(Transcript.of(sandboxUsers.messages(REQUESTER, INCIDENTS)).split("INCIDENT: ", -1))
          .as("said once")
          .hasSize(2);
      sandboxUsers.presses(REQUESTER, INCIDENTS, "Done");
      sandboxUsers.presses(
          APPROVER, INCIDENTS, new IncidentConversation(sandboxUsers, INCIDENTS).approve());
      UsualRollback.toTheEnd(sandboxUsers, INCIDENTS);
    }
  }

  private static SlackMethods.MethodSpec method(String name) {
    return SlackMethods.find(name).orElseThrow(() -> new AssertionError("unknown method " + name));
  }

  private static boolean app(Set<String> scopes) {
    return APP_LEVEL.containsAll(scopes);
  }

  /** Every method that the program names. */
  private static Set<String> named() throws IOException {
    Set<String> known =
        SlackMethods.all().stream().map(SlackMethods.MethodSpec::name).collect(Collectors.toSet());
    Pattern call = Pattern.compile("Calls\\.make\\(\\s*\"([A-Za-z.]+)\"");
    Set<String> out = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java/dev/rollbackbot/slack"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        call.matcher(Files.readString(file)).results().forEach(r -> out.add(r.group(1)));
      }
    }
    assertThat(out).hasSizeGreaterThan(20).isSubsetOf(known);
    return out;
  }

  private static Set<String> asked() throws IOException {
    return ((List<?>) at(manifest(), "oauth_config", "scopes", "bot"))
        .stream().map(Object::toString).collect(Collectors.toCollection(TreeSet::new));
  }

  private static Map<?, ?> manifest() throws IOException {
    return (Map<?, ?>)
        new Load(LoadSettings.builder().build()).loadFromString(Files.readString(MANIFEST));
  }

  private static Object at(Map<?, ?> from, String... path) {
    Object here = from;
    for (String key : path) {
      here = ((Map<?, ?>) here).get(key);
      assertThat(here).as(key).isNotNull();
    }
    return here;
  }
}

package dev.rollbackbot.story.adverse;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.sandbox.slack.api.SlackMethods;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.ModalInput;
import dev.rollbackbot.story.fixture.SandboxUsers;
import dev.rollbackbot.story.fixture.UsualRollback;
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

/** The app requests the scopes of the methods that it calls, and no others. */
final class ScopesTest {
  private static final Path MANIFEST = Path.of("manifest.yml");

  /** Scopes that need no API method. */
  private static final Set<String> WITHOUT_METHOD = Set.of("commands");

  /** Scopes of the app-level token, which a manifest can't request. */
  private static final Set<String> APP_LEVEL = Set.of("connections:write");

  @Nested
  final class TheManifest {
    @Test
    void requests_every_scope_that_a_method_needs() throws IOException {
      Set<String> requested = requestedScopes();
      for (String method : calledMethods()) {
        Set<String> oneOf = method(method).scopes();
        assertThat(
                oneOf.isEmpty()
                    || oneOf.stream().anyMatch(requested::contains)
                    || APP_LEVEL.containsAll(oneOf))
            .as("%s needs one of %s", method, oneOf)
            .isTrue();
      }
    }

    @Test
    void requests_no_unused_scope() throws IOException {
      Set<String> used =
          calledMethods().stream()
              .flatMap(m -> method(m).scopes().stream())
              .collect(Collectors.toCollection(TreeSet::new));
      used.addAll(WITHOUT_METHOD);
      assertThat(used).containsAll(requestedScopes());
    }

    @Test
    void and_the_documentation_list_the_same_scopes() throws IOException {
      String text = Files.readString(Path.of("docs/operating.md"));
      String section = text.substring(text.indexOf("\n## Scopes\n")).split("\n## ", 3)[1];
      List<String> listed =
          Pattern.compile("(?m)^\\| `([a-z.:]+)` \\|")
              .matcher(section)
              .results()
              .map(r -> r.group(1))
              .toList();
      assertThat(listed).isSorted().containsExactlyInAnyOrderElementsOf(requestedScopes());
    }

    @Test
    void enables_the_command_socket_mode_and_interactivity() throws IOException {
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
  void a_whole_rollback_calls_only_known_and_permitted_methods() throws IOException {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      IncidentConversation incident = IncidentConversation.planned(users, 1);
      incident.approved();
      UsualRollback.toTheEnd(users, incident.channel());
      incident.presses(REQUESTER, "Log");
      incident.presses(APPROVER, "Write the post-mortem");
      users.reads(REQUESTER, INCIDENTS, "RESOLVED");
      List<JsonObject> calls =
          users.inspect().getJsonArray("apiCalls").getValuesAs(JsonObject.class);
      assertThat(calls.stream().map(c -> c.getString("method")).collect(Collectors.toSet()))
          .contains("chat.postMessage", "conversations.create", "views.open", "pins.add")
          .isSubsetOf(calledMethods());
      assertThat(calls)
          .filteredOn(c -> !c.getBoolean("ok"))
          .extracting(c -> c.getString("error", ""))
          .isSubsetOf("ratelimited");
    }
  }

  @Test
  void a_missing_scope_is_named_to_the_user(@TempDir Path folder) throws IOException {
    String fewerScopes =
        Files.readString(MANIFEST)
            .lines()
            .filter(l -> !l.contains("- usergroups:read"))
            .collect(Collectors.joining("\n"));
    Path manifest = Files.writeString(folder.resolve("manifest.yml"), fewerScopes);
    try (SandboxFixture fixture = SandboxFixture.quick(manifest, _ -> Map.of())) {
      SandboxUsers users = fixture.sandboxUsers();
      await()
          .until(() -> {
            users.types(REQUESTER, INCIDENTS, "/rollback help");
            return users.ephemerals(REQUESTER, INCIDENTS).getLast().contains("usergroups:read");
          });
      users.types(REQUESTER, INCIDENTS, "/rollback factory");
      users.submits(REQUESTER, Map.of("description", ModalInput.text("Factory pages answer 500")));
      assertThat(users.modal(REQUESTER).toString())
          .contains("lacks the scope usergroups:read", "Nothing was done");
    }
  }

  @Test
  void without_scopes_for_channels_the_incident_continues_in_the_incidents_channel(
      @TempDir Path folder) throws IOException {
    String fewerScopes =
        Files.readString(MANIFEST)
            .lines()
            .filter(l -> !l.matches(".*- (channels:manage|pins:write|bookmarks:write).*"))
            .collect(Collectors.joining("\n"));
    Path manifest = Files.writeString(folder.resolve("manifest.yml"), fewerScopes);
    try (SandboxFixture fixture = SandboxFixture.quick(manifest, _ -> Map.of())) {
      SandboxUsers users = fixture.sandboxUsers();
      users.types(REQUESTER, INCIDENTS, "/rollback factory");
      users.submits(REQUESTER, Map.of("description", ModalInput.text("Factory pages answer 500")));
      users.reads(REQUESTER, INCIDENTS, "4 of 5 done");
      users.reads(REQUESTER, INCIDENTS, "has no channel of its own");
      IncidentConversation incident = new IncidentConversation(users, INCIDENTS);
      incident.saysOnce("INCIDENT: ");
      users.presses(REQUESTER, INCIDENTS, "Done");
      incident.approved();
      UsualRollback.toTheEnd(users, INCIDENTS);
    }
  }

  private static SlackMethods.MethodSpec method(String name) {
    return SlackMethods.find(name).orElseThrow(() -> new AssertionError("unknown method " + name));
  }

  /** Every method name in the source. */
  private static Set<String> calledMethods() throws IOException {
    Set<String> known =
        SlackMethods.all().stream().map(SlackMethods.MethodSpec::name).collect(Collectors.toSet());
    Pattern call = Pattern.compile("ApiCalls\\.\\w+\\(\\s*\"([A-Za-z.]+)\"");
    Set<String> out = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java/dev/rollbackbot/slack"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        call.matcher(Files.readString(file)).results().forEach(r -> out.add(r.group(1)));
      }
    }
    assertThat(out).hasSizeGreaterThan(20).isSubsetOf(known);
    return out;
  }

  private static Set<String> requestedScopes() throws IOException {
    return ((List<?>) at(manifest(), "oauth_config", "scopes", "bot"))
        .stream().map(Object::toString).collect(Collectors.toCollection(TreeSet::new));
  }

  private static Map<?, ?> manifest() throws IOException {
    return (Map<?, ?>)
        new Load(LoadSettings.builder().build()).loadFromString(Files.readString(MANIFEST));
  }

  private static Object at(Map<?, ?> from, String... path) {
    Object value = from;
    for (String key : path) {
      value = ((Map<?, ?>) value).get(key);
      assertThat(value).as(key).isNotNull();
    }
    return value;
  }
}

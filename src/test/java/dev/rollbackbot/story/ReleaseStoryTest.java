package dev.rollbackbot.story;

import static dev.rollbackbot.story.fixture.SandboxUsers.RESPONDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.FastRunbook;
import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.ModalInput;
import dev.rollbackbot.story.fixture.SandboxUsers;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A runbook that says by what the versions of its services belong together. */
final class ReleaseStoryTest {
  private static final String MIXED = "These targets are not known to belong to one release";

  @TempDir Path folder;

  private SandboxFixture start(String rule) {
    return SandboxFixture.quick(
        Path.of("manifest.yml"),
        _ -> {
          try {
            Path runbooks = FastRunbook.runbooks(folder);
            Files.writeString(
                runbooks.resolve("factory.yaml"),
                "\nreleases: {" + rule + "}\n",
                StandardOpenOption.APPEND);
            return Map.of("RUNBOOKS", runbooks.toString());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** v40 was live first 189 hours ago, e0c5b7a2 200, v15 214. */
  @Test
  void one_choice_gives_every_service_its_version_as_far_as_it_is_known() {
    try (SandboxFixture fixture = start("within: 24h")) {
      SandboxUsers users = fixture.sandboxUsers();
      IncidentConversation incident = IncidentConversation.planned(users, 1);
      assertThat(incident.text()).doesNotContain(MIXED);
      incident.presses(RESPONDER, "Change…");
      JsonObject form = users.modal(RESPONDER);
      assertThat(form.toString()).contains("Versions that went live within 24 h");
      users.submits(
          RESPONDER,
          Map.of(
              "choice", option(form, "v40"),
              "scope", ModalInput.option(form, "scope", "release")));
      incident.reads("chose a release: gateway v40, UI Pages e0c5b7a2.");
      incident.reads("no version is known to belong to it: planning-machine.");
      incident.reads("*planning-machine*   v17 → v16");
      incident.reads("*UI Pages*   9f2c81d4 → e0c5b7a2");
      incident.reads(MIXED + ": gateway v40, planning-machine v16, UI Pages e0c5b7a2");
    }
  }

  @Test
  void targets_without_a_tag_in_common_are_told() {
    try (SandboxFixture fixture = start("by: tag")) {
      IncidentConversation incident = IncidentConversation.planned(fixture.sandboxUsers(), 1);
      incident.reads(MIXED + ": gateway v41, planning-machine v16, UI Pages 7ab1c94e");
    }
  }

  private static JsonValue option(JsonObject form, String label) {
    for (JsonObject block : form.getJsonArray("blocks").getValuesAs(JsonObject.class)) {
      if (block.getString("block_id", "").equals("choice")) {
        for (JsonObject each :
            block.getJsonObject("element").getJsonArray("options").getValuesAs(JsonObject.class)) {
          if (each.getJsonObject("text").getString("text").startsWith(label)) {
            return ModalInput.option(form, "choice", each.getString("value"));
          }
        }
      }
    }
    throw new AssertionError("no version " + label + " in " + form);
  }
}

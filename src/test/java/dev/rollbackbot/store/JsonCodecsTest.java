package dev.rollbackbot.store;

import static dev.rollbackbot.store.StoreExamples.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollbackbot.GoldenFile;
import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.runbook.job.CodePatch;
import dev.rollbackbot.runbook.job.CommitSource;
import dev.rollbackbot.store.SealedTypeCodec.EncodedRecord;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The stored JSON of each type, as a golden file. Events stay readable for good: files and Optional
 * properties may be added, but what a file contains never changes its meaning.
 */
@Pure
class JsonCodecsTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  @Nested
  class StoredEvents {
    static Stream<Event> all() {
      return EventExamples.all().stream();
    }

    @ParameterizedTest
    @MethodSource("all")
    void each_is_written_as_its_golden_file(Event event) {
      EncodedRecord encoded = EventCodec.write(event);
      GoldenFile.check("events/" + encoded.type() + ".json", sorted(encoded.json()) + "\n");
    }

    @ParameterizedTest
    @MethodSource("all")
    void each_golden_file_is_read(Event event) throws IOException {
      String type = event.getClass().getSimpleName();
      EncodedRecord encoded =
          new EncodedRecord(type, Files.readString(GOLDEN.resolve("events/" + type + ".json")));
      assertThat(EventCodec.read(encoded, JsonCodecsTest::runbookOf)).isEqualTo(event);
    }

    @Test
    void every_type_has_a_golden_file() throws IOException {
      assertThat(files("events")).isEqualTo(EventCodec.types());
      assertThat(names(all())).isEqualTo(EventCodec.types());
    }

    @Test
    void an_unknown_property_is_ignored_and_a_missing_optional_is_empty() {
      String old =
          "{\"at\":\"2026-03-02T12:00:00Z\",\"by\":\"U1\",\"item\":\"logs\",\"note\":\"n\"";
      Event read =
          EventCodec.read(
              new EncodedRecord("ItemDone", old + ",\"mood\":{\"good\":[1]}}"),
              JsonCodecsTest::runbookOf);
      assertThat(read).isEqualTo(new Event.ItemDone(NOON, "U1", "logs", "n", Optional.empty()));
    }

    @Test
    void a_missing_optional_of_an_optional_record_is_empty() {
      Event read =
          EventCodec.read(
              new EncodedRecord(
                  "StepFailed",
                  """
                  {"at":"2026-03-02T12:00:00Z","step":"gateway","kind":"REFUSED","code":"1",
                   "text":"no","live":{"id":"d","at":"2026-03-02T12:00:00Z","shares":[
                     {"percentage":50.5,"version":{"id":"41","label":"v41"}}]}}
                  """),
              JsonCodecsTest::runbookOf);
      assertThat(((Event.StepFailed) read).live().orElseThrow().shares().getFirst().version())
          .isEqualTo(
              new dev.rollbackbot.incident.rollback.Version(
                  "41",
                  "v41",
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty()));
    }

    @Test
    void an_unknown_type_is_named() {
      assertThatThrownBy(() ->
              EventCodec.read(new EncodedRecord("Teleported", "{}"), JsonCodecsTest::runbookOf))
          .hasMessageContaining("Teleported");
    }

    @Test
    void the_actor_is_the_person_or_the_bot() {
      assertThat(new Event.Resumed(NOON, "U7").by()).isEqualTo("U7");
      assertThat(new Event.ChecksPassed(NOON).by()).isEqualTo("bot");
    }
  }

  @Nested
  class StoredEffects {
    private static final RichText TEXT =
        RichText.of("Rolling *back*: ")
            .person("U1")
            .quote(" said \"<!here>\" ")
            .time(NOON)
            .log("log");

    static Stream<Effect.ForChat> all() {
      return Stream.of(
          new Effect.OpenChannel("inc-12-shop"),
          new Effect.Invite(List.of("U1", "U2"), Optional.of("@oncall")),
          new Effect.SetTopic(TEXT),
          new Effect.Bookmark("Runbook", "https://example.org/shop"),
          new Effect.Refresh(Effect.LiveMessage.CARD),
          new Effect.Post(
              Effect.Destination.STAKEHOLDERS,
              "customers",
              TEXT,
              Optional.of(Effect.StakeholderNotice.FIRST)),
          new Effect.RepeatPost("customers"),
          new Effect.RefreshNotice("customers"),
          new Effect.Attach("INC-12/2", "logs.txt", TEXT),
          new Effect.AttachPostMortem("post-mortem", TEXT, Optional.of(NOON)),
          new Effect.AttachChart("measured.png", TEXT),
          new Effect.PostDrillScore(TEXT),
          new Effect.AttachDrillTimes("times.png", TEXT));
    }

    @ParameterizedTest
    @MethodSource("all")
    void each_is_written_as_its_golden_file_and_read(Effect.ForChat effect) {
      EncodedRecord encoded = JsonCodecs.EFFECTS.write(effect);
      GoldenFile.check("effects/" + encoded.type() + ".json", sorted(encoded.json()) + "\n");
      assertThat(JsonCodecs.EFFECTS.read(encoded)).isEqualTo(effect);
    }

    @Test
    void every_type_has_a_golden_file() throws IOException {
      assertThat(files("effects")).isEqualTo(JsonCodecs.EFFECTS.types());
      assertThat(names(all())).isEqualTo(JsonCodecs.EFFECTS.types());
    }
  }

  @Nested
  class StoredInvocations {
    static Stream<Invocation> all() {
      return Stream.of(
          new Invocation.Survey(
              List.of(StoreExamples.GATEWAY_LIVE),
              Optional.of(
                  Map.of(
                      "revert", new CommitSource("process", "shop.git", "main", List.of("PATH"))))),
          new Invocation.ReadLive(List.of(StoreExamples.GATEWAY_LIVE)),
          new Invocation.CaptureLogs(List.of(StoreExamples.GATEWAY_LIVE), Duration.ofSeconds(30)),
          StoreExamples.rollBack(),
          new Invocation.ReconcileRollback(StoreExamples.rollBack(), Optional.of("INC-12/2")),
          new Invocation.RunProcess(
              "deploy",
              List.of("--to", "v41"),
              Optional.of("shop/web"),
              List.of("PATH"),
              Duration.ofMinutes(15),
              Optional.of(NOON),
              Optional.of(new CodePatch("removal.patch", "diff --git a/x b/x\n")),
              StoreExamples.plannedLive()),
          new Invocation.RunWorkflow(
              "shop/web",
              "deploy.yml",
              "main",
              Map.of("version", "1.4.2"),
              List.of("Deploy"),
              Duration.ofMinutes(15),
              Optional.of(NOON),
              StoreExamples.plannedLive(),
              Optional.of(StoreExamples.openedPull())),
          StoreExamples.openPullRequest(),
          StoreExamples.mergePullRequest(),
          StoreExamples.runHttp(),
          StoreExamples.readDatabase(),
          StoreExamples.readBeforeRestore(),
          StoreExamples.restoreDatabase(),
          StoreExamples.runDatabaseScript(),
          new Invocation.ReconcileJob("INC-12/3"));
    }

    @ParameterizedTest
    @MethodSource("all")
    void each_is_written_as_its_golden_file_and_read(Invocation invocation) {
      EncodedRecord encoded = JsonCodecs.INVOCATIONS.write(invocation);
      GoldenFile.check("invocations/" + encoded.type() + ".json", sorted(encoded.json()) + "\n");
      assertThat(JsonCodecs.INVOCATIONS.read(encoded)).isEqualTo(invocation);
    }

    @Test
    void every_type_has_a_golden_file() throws IOException {
      assertThat(files("invocations")).isEqualTo(JsonCodecs.INVOCATIONS.types());
      assertThat(names(all())).isEqualTo(JsonCodecs.INVOCATIONS.types());
    }
  }

  private static dev.rollbackbot.runbook.Runbook runbookOf(String hash) {
    return StoreExamples.runbook(hash.substring("hash-of-".length()));
  }

  /** The entries of a map are stored in an order that differs from process to process. */
  private static String sorted(String json) {
    try (JsonReader reader = Json.createReader(new StringReader(json))) {
      return sorted(reader.readValue()).toString();
    }
  }

  private static JsonValue sorted(JsonValue value) {
    return switch (value) {
      case JsonObject object -> {
        JsonObjectBuilder all = Json.createObjectBuilder();
        object.keySet().stream().sorted().forEach(name -> all.add(name, sorted(object.get(name))));
        yield all.build();
      }
      case JsonArray array -> {
        JsonArrayBuilder all = Json.createArrayBuilder();
        array.forEach(each -> all.add(sorted(each)));
        yield all.build();
      }
      default -> value;
    };
  }

  private static List<String> names(Stream<?> examples) {
    return examples.map(e -> e.getClass().getSimpleName()).sorted().toList();
  }

  private static List<String> files(String folder) throws IOException {
    try (Stream<Path> files = Files.list(GOLDEN.resolve(folder))) {
      return files.map(f -> f.getFileName().toString().replace(".json", "")).sorted().toList();
    }
  }
}

package dev.rollbackbot.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.JakartaJsonNode;
import dev.rollbackbot.yaml.RunbookReader.Problem;
import dev.rollbackbot.yaml.RunbookReader.ProblemLevel;
import dev.rollbackbot.yaml.RunbookReader.RunbookReadResult;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The JSON schema for editors and the reader accept the same files. */
class SchemaTest {
  /** Problems that only the reader finds: references between parts of a file. */
  private static final Pattern BEYOND_THE_SCHEMA =
      Pattern.compile(
          "unknown (service|environment|probe|probe, check, service or checklist item|variable) .*"
              + "|.* is here twice, .*|.* does not say what .*|.* does not allow auto: .*");

  private final Validator validator =
      new ValidatorFactory().withJsonNodeFactory(new JakartaJsonNode.Factory()).createValidator();
  private final URI schema =
      validator.registerSchema(TestFiles.text("/runbooks/runbook.schema.json"));

  @Test
  void every_file_that_the_reader_accepts_is_valid() {
    for (String file : List.of("factory", "small", "full")) {
      assertThat(reasons(YamlAsJson.json(TestFiles.text("/runbooks/%s.yaml".formatted(file)))))
          .as(file)
          .isEmpty();
    }
  }

  @Test
  void both_agree_on_every_small_change_of_a_full_file() {
    JsonObject full = YamlAsJson.json(TestFiles.text("/runbooks/full.yaml"));
    List<String> disagreements = new ArrayList<>();
    int refused = 0;
    for (JsonChange jsonChange : JsonChange.all(full)) {
      List<String> byReader = shapeErrors(jsonChange.result());
      List<String> bySchema = reasons(jsonChange.result());
      refused += bySchema.isEmpty() ? 0 : 1;
      if (byReader.isEmpty() != bySchema.isEmpty()) {
        disagreements.add(
            "%s: reader %s, schema %s".formatted(jsonChange.name(), byReader, bySchema));
      }
    }
    assertThat(disagreements).isEmpty();
    assertThat(refused).isGreaterThan(1_000);
  }

  private List<String> reasons(JsonObject runbook) {
    return validator.validate(schema, runbook.toString()).getErrors().stream()
        .map(e -> e.getInstanceLocation() + " " + e.getError())
        .toList();
  }

  /** JSON is YAML, so the reader accepts it. */
  private static List<String> shapeErrors(JsonObject runbook) {
    RunbookReadResult result = new RunbookReader(Map.of()).read("changed.yaml", runbook.toString());
    return result.problems().stream()
        .filter(p -> p.level() == ProblemLevel.ERROR)
        .map(Problem::message)
        .filter(m -> !BEYOND_THE_SCHEMA.matcher(m).matches())
        .toList();
  }

  private record JsonChange(String name, JsonObject result) {
    private static final Map<String, JsonValue> OTHERS =
        Map.of(
            "a number", Json.createValue(42),
            "a negative number", Json.createValue(-1),
            "empty text", Json.createValue(""),
            "blank text", Json.createValue("  "),
            "two lines", Json.createValue("two\nlines"),
            "a word", Json.createValue("Word!"),
            "an empty list", JsonValue.EMPTY_JSON_ARRAY,
            "an empty mapping", JsonValue.EMPTY_JSON_OBJECT,
            "true", JsonValue.TRUE,
            "nothing", JsonValue.NULL);

    static List<JsonChange> all(JsonObject original) {
      List<JsonChange> all = new ArrayList<>();
      for (String pointer : YamlAsJson.pointers(original)) {
        all.add(
            new JsonChange(
                "without " + pointer,
                Json.createPatchBuilder().remove(pointer).build().apply(original)));
        OTHERS.forEach((what, value) ->
            all.add(
                new JsonChange(
                    "%s is %s".formatted(pointer, what),
                    Json.createPatchBuilder().replace(pointer, value).build().apply(original))));
      }
      for (String pointer : YamlAsJson.mappings(original)) {
        all.add(
            new JsonChange(
                "unknown key in " + pointer,
                Json.createPatchBuilder()
                    .add(pointer + "/Unknown", JsonValue.TRUE)
                    .build()
                    .apply(original)));
      }
      return all;
    }
  }
}

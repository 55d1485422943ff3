package dev.rollbackbot.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.runbook.template.TemplateVariable;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/writing-a-runbook.md} is correct and complete. */
@Pure
class ReferenceTest {
  private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\n(.*?)```");

  private final String page;

  ReferenceTest() throws IOException {
    page = Files.readString(Path.of("docs", "writing-a-runbook.md"));
  }

  @Test
  void its_examples_together_are_a_valid_runbook() {
    String patch =
        """
        diff --git a/routes.ts b/routes.ts
        --- a/routes.ts
        +++ b/routes.ts
        @@ -1,2 +1 @@
         app.get('/orders', orders);
        -app.get('/offers', offers);
        """;
    String script = "UPDATE orders SET status = 'open' WHERE status = 'parked';\n";
    assertThat(
            new RunbookReader(Map.of())
                .read("shop.yaml", examples(), name -> name.endsWith(".sql") ? script : patch)
                .problems())
        .isEmpty();
  }

  @Test
  void its_examples_have_every_key() {
    List<String> keys = new ArrayList<>();
    collectKeys(YamlAsJson.json(TestFiles.text("/runbooks/runbook.schema.json")), keys);
    keys.removeAll(List.of("high", "medium")); // Covered by any.
    assertThat(keys).hasSizeGreaterThan(80);
    assertThat(keys)
        .allSatisfy(key -> assertThat(examples()).containsPattern("(^|[\\s{,])%s:".formatted(key)));
  }

  @Test
  void it_lists_every_variable() {
    assertThat(Arrays.stream(TemplateVariable.values()))
        .allSatisfy(v -> assertThat(page).contains("`{%s}`".formatted(v.key())));
  }

  private String examples() {
    return EXAMPLE.matcher(page).results().map(r -> r.group(1)).collect(Collectors.joining("\n"));
  }

  private static void collectKeys(JsonValue schema, List<String> keys) {
    if (schema instanceof JsonObject object) {
      object.forEach((name, value) -> {
        if (name.equals("properties") && value instanceof JsonObject properties) {
          keys.addAll(properties.keySet());
        }
        collectKeys(value, keys);
      });
    }
  }
}

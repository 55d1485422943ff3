package dev.rollbackbot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The examples for containers in the docs say what the image, the settings and the probes need. */
final class DeploymentExamplesTest {
  private static final Path DOCS = Path.of("docs/operating.md");
  private static final Path DOCKERFILE = Path.of("Dockerfile");
  private static final Pattern YAML = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);

  /** With 1,000 open incidents, as docs/performance.md says. */
  private static final int MEASURED_MEBIBYTES = 299;

  @TempDir Path secrets;

  @Test
  void compose() throws IOException {
    Map<?, ?> bot = at(example("services:"), "services", "rollback-bot");
    assertThat(bot.get("read_only")).isEqualTo(true);
    assertThat(bot.get("tmpfs")).isEqualTo(List.of("/tmp"));
    assertThat(bot.get("cap_drop")).isEqualTo(List.of("ALL"));
    assertThat(bot.get("ports").toString()).contains(":" + exposed());
    assertThat(bot.get("volumes").toString()).contains("data:/data");
    assertThat(number(bot.get("mem_limit"))).isGreaterThan(MEASURED_MEBIBYTES);
    assertThat(number(bot.get("stop_grace_period"))).isGreaterThan(longestStop());
    Map<String, String> environment = new HashMap<>();
    for (Map.Entry<?, ?> entry : at(bot, "environment").entrySet()) {
      setting(environment, entry.getKey().toString(), entry.getValue().toString());
    }
    settingsExist(environment.keySet().stream().map(name -> name.replace("_FILE", "")).toList());
    assertThat(bot.get("volumes").toString()).contains("./secrets:/secrets:ro");
    assertThat(Settings.from(environment).slackBotToken().value()).isEqualTo("xoxb-in-a-file");
    // No secret is in the file itself, nor in one that becomes the container's environment.
    assertThat(bot.containsKey("env_file")).isFalse();
    assertThat(environment.keySet().stream().filter(name -> name.matches(".*(TOKEN|SECRET)")))
        .isEmpty();
  }

  @Test
  void base_images_are_named_by_digest() throws IOException {
    List<String> images =
        Files.readAllLines(DOCKERFILE).stream().filter(line -> line.startsWith("FROM ")).toList();
    assertThat(images).hasSize(2).allMatch(line -> line.matches(".*@sha256:[0-9a-f]{64}( AS .*)?"));
  }

  @Test
  void kubernetes() throws IOException {
    Map<?, ?> manifest = example("apiVersion: apps/v1");
    assertThat(at(manifest, "spec").get("replicas")).isEqualTo(1);
    assertThat(at(manifest, "spec", "strategy").get("type")).isEqualTo("Recreate");
    Map<?, ?> pod = at(manifest, "spec", "template", "spec");
    assertThat(number(pod.get("terminationGracePeriodSeconds"))).isGreaterThan(longestStop());
    assertThat(at(pod, "securityContext").get("runAsUser").toString()).isEqualTo(user());
    Map<?, ?> container = (Map<?, ?>) ((List<?>) pod.get("containers")).getFirst();
    Map<?, ?> security = at(container, "securityContext");
    assertThat(security.get("readOnlyRootFilesystem")).isEqualTo(true);
    assertThat(security.get("allowPrivilegeEscalation")).isEqualTo(false);
    for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
      Map<?, ?> asked = at(container, probe, "httpGet");
      assertThat(asked.get("path")).as(probe).isEqualTo("/healthz");
      assertThat(asked.get("port").toString()).isEqualTo(exposed());
    }
    assertThat(number(at(container, "resources", "limits").get("memory")))
        .isGreaterThan(MEASURED_MEBIBYTES);
    assertThat(container.get("volumeMounts").toString()).contains("/data", "/tmp", "/secrets");
    Map<String, String> environment = environment(container);
    settingsExist(environment.keySet().stream().map(name -> name.replace("_FILE", "")).toList());
    assertThat(Settings.from(environment).toString()).doesNotContain("xoxb-in-a-file");
  }

  /** With the files that it names, below a folder that there is. */
  private Map<String, String> environment(Map<?, ?> container) throws IOException {
    Map<String, String> out = new HashMap<>();
    for (Object entry : (List<?>) container.get("env")) {
      String name = ((Map<?, ?>) entry).get("name").toString();
      String value = ((Map<?, ?>) entry).get("value").toString();
      setting(out, name, value);
    }
    return out;
  }

  private void setting(Map<String, String> environment, String name, String value)
      throws IOException {
    String read = value;
    if (name.endsWith("_FILE")) {
      Path file = secrets.resolve(Path.of("/secrets").relativize(Path.of(value)));
      read = Files.writeString(file, "xoxb-in-a-file").toString();
    }
    environment.put(name, read);
  }

  private static Map<?, ?> example(String start) throws IOException {
    return YAML.matcher(Files.readString(DOCS))
        .results()
        .map(match -> match.group(1))
        .filter(text -> text.startsWith(start))
        .map(text -> (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(text))
        .findFirst()
        .orElseThrow();
  }

  private static Map<?, ?> at(Map<?, ?> map, String... keys) {
    Map<?, ?> current = map;
    for (String key : keys) {
      Object next = current.get(key);
      assertThat(next).as(key).isInstanceOf(Map.class);
      current = (Map<?, ?>) next;
    }
    return current;
  }

  /** A number without its unit. */
  private static int number(Object quantity) {
    return Integer.parseInt(quantity.toString().replaceAll("\\D", ""));
  }

  private static String exposed() throws IOException {
    return dockerfile("EXPOSE (\\d+)");
  }

  private static String user() throws IOException {
    return dockerfile("USER (\\d+)");
  }

  private static String dockerfile(String pattern) throws IOException {
    return Pattern.compile(pattern)
        .matcher(Files.readString(DOCKERFILE))
        .results()
        .map((MatchResult match) -> match.group(1))
        .findFirst()
        .orElseThrow();
  }

  /** The default of {@code STOP_WITHIN}, in seconds. */
  private static int longestStop() {
    return (int) settings().stopWithin().toSeconds();
  }

  private static Settings settings() {
    return Settings.from(
        Map.of(
            "SLACK_BOT_TOKEN", "xoxb-x",
            "SLACK_SIGNING_SECRET", "x",
            "CLOUDFLARE_API_TOKEN", "x",
            "CLOUDFLARE_ACCOUNT_ID", "x"));
  }

  /** Each is in the README's list, which another test compares with what is read. */
  private static void settingsExist(Iterable<?> names) throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    for (Object name : names) {
      assertThat(readme).contains("| `" + name + "` |");
    }
  }
}

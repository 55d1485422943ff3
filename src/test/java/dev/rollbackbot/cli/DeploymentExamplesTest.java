package dev.rollbackbot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

  private static final String DATABASE_IN_A_FILE =
      "jdbc:postgresql://db/bot?user=bot&password=kept-in-a-file";

  @TempDir Path secrets;

  @Test
  void compose() throws IOException {
    Map<?, ?> bot = at(example("services:", ""), "services", "rollback-bot");
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
  void on_kubernetes_one_replica_with_sqlite() throws IOException {
    Map<?, ?> manifest = example("apiVersion: apps/v1", "type: Recreate");
    assertThat(at(manifest, "spec").get("replicas")).isEqualTo(1);
    Map<?, ?> container = runsAsTheImageNeeds(manifest);
    assertThat(container.get("volumeMounts").toString()).contains("/data");
    // The image's own, in the folder of the volume.
    assertThat(environment(container)).doesNotContainKeys("DATABASE_URL", "DATABASE_URL_FILE");
  }

  @Test
  void on_kubernetes_several_replicas_with_postgresql() throws IOException {
    Map<?, ?> manifest = example("apiVersion: apps/v1", "type: RollingUpdate");
    assertThat(number(at(manifest, "spec").get("replicas"))).isGreaterThan(1);
    // A new instance answers before an old one is ended.
    Map<?, ?> update = at(manifest, "spec", "strategy", "rollingUpdate");
    assertThat(number(update.get("maxUnavailable"))).isZero();
    assertThat(number(update.get("maxSurge"))).isPositive();
    Map<?, ?> container = runsAsTheImageNeeds(manifest);
    Map<?, ?> pod = at(manifest, "spec", "template", "spec");
    int waits = number(at(container, "lifecycle", "preStop", "sleep").get("seconds"));
    assertThat(number(pod.get("terminationGracePeriodSeconds")))
        .isGreaterThan(waits + longestStop());
    assertThat(container.get("volumeMounts").toString()).doesNotContain("/data");
    assertThat(pod.get("volumes").toString()).doesNotContain("persistentVolumeClaim");
    String labels = at(manifest, "spec", "template", "metadata", "labels").toString();
    Map<?, ?> spread = (Map<?, ?>) ((List<?>) pod.get("topologySpreadConstraints")).getFirst();
    assertThat(at(spread, "labelSelector", "matchLabels")).hasToString(labels);

    Map<String, String> environment = environment(container);
    assertThat(environment).doesNotContainKey("DATABASE_URL").containsKey("DATABASE_URL_FILE");
    assertThat(Settings.from(environment).toString()).doesNotContain("kept-in-a-file");
  }

  /** Every setting that all instances must share is named where a rolling update is described. */
  @Test
  void the_order_of_a_rolling_update_names_what_must_not_be_rolled_out() throws IOException {
    String docs = Files.readString(DOCS);
    String order = docs.substring(docs.indexOf("in which order:"), docs.indexOf("## Large"));
    assertThat(order)
        .containsSubsequence("**Runbooks", "**Other settings", "**A new version", "**Back to")
        .contains("`HEARTBEAT`", "`MISSED_HEARTBEATS`")
        .containsSubsequence("Back up", "scale to 0", "new image", "scale up");
  }

  /** What both have in common; the container. */
  private Map<?, ?> runsAsTheImageNeeds(Map<?, ?> manifest) throws IOException {
    Map<?, ?> pod = at(manifest, "spec", "template", "spec");
    assertThat(at(manifest, "spec", "selector", "matchLabels"))
        .isEqualTo(at(manifest, "spec", "template", "metadata", "labels"));
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
    assertThat(container.get("volumeMounts").toString()).contains("/tmp", "/secrets");
    assertThat(names(container.get("volumeMounts"))).isEqualTo(names(pod.get("volumes")));
    Map<String, String> environment = environment(container);
    settingsExist(environment.keySet().stream().map(name -> name.replace("_FILE", "")).toList());
    assertThat(environment.keySet().stream().filter(name -> name.matches(".*(TOKEN|SECRET|URL)")))
        .isEmpty();
    assertThat(Settings.from(environment).toString()).doesNotContain("xoxb-in-a-file");
    return container;
  }

  private static Set<Object> names(Object list) {
    return ((List<?>) list)
        .stream().<Object>map(entry -> ((Map<?, ?>) entry).get("name")).collect(Collectors.toSet());
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
      read =
          Files.writeString(
                  file, name.startsWith("DATABASE") ? DATABASE_IN_A_FILE : "xoxb-in-a-file")
              .toString();
    }
    environment.put(name, read);
  }

  private static Map<?, ?> example(String start, String part) throws IOException {
    return YAML.matcher(Files.readString(DOCS))
        .results()
        .map(match -> match.group(1))
        .filter(text -> text.startsWith(start) && text.contains(part))
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

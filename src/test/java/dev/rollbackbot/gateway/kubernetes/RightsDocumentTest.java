package dev.rollbackbot.gateway.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The role in docs/providers/kubernetes.md allows what the bot does, and nothing else. */
final class RightsDocumentTest {
  private static final Pattern ROLE =
      Pattern.compile("```yaml\n(apiVersion: rbac.*?)```", Pattern.DOTALL);

  /** Such as /apis/apps/v1/namespaces/shop/deployments/checkout?…. */
  private static final Pattern CALL =
      Pattern.compile("/(?:api|apis/([a-z]+))/v1/namespaces/shop/([a-z]+)(/[a-z-]+)?(?:\\?.*)?");

  private static Set<String> documented() throws Exception {
    Matcher role = ROLE.matcher(Files.readString(Path.of("docs/providers/kubernetes.md")));
    assertThat(role.find()).isTrue();
    Object parsed = new Load(LoadSettings.builder().build()).loadFromString(role.group(1));
    Set<String> rights = new TreeSet<>();
    for (Object each : (List<?>) ((Map<?, ?>) parsed).get("rules")) {
      Map<?, ?> rule = (Map<?, ?>) each;
      for (Object group : (List<?>) rule.get("apiGroups")) {
        for (Object resource : (List<?>) rule.get("resources")) {
          for (Object verb : (List<?>) rule.get("verbs")) {
            rights.add(verb + " " + group + "/" + resource);
          }
        }
      }
    }
    return rights;
  }

  @Test
  void it_is_what_rollbacks_of_every_kind_use(@TempDir Path folder) throws Exception {
    KubernetesGatewayFixture fixture = new KubernetesGatewayFixture(folder);
    try {
      Set<String> used = new TreeSet<>();
      // After each: the stand-in keeps the last calls only.
      fixture.inTime(fixture.rollBack(KubernetesGatewayFixture.CHECKOUT, "1.5.1"));
      used.addAll(used(fixture));
      fixture.inTime(fixture.rollBack(KubernetesGatewayFixture.ORDERS, "3.1.0"));
      used.addAll(used(fixture));
      fixture.inTime(fixture.rollBack(KubernetesGatewayFixture.LOG_AGENT, "0.9.0"));
      used.addAll(used(fixture));
      assertThat(used).isEqualTo(documented());
    } finally {
      fixture.stop();
    }
  }

  private static Set<String> used(KubernetesGatewayFixture fixture) {
    Set<String> used = new TreeSet<>();
    for (JsonObject call : fixture.cluster.standIn.calls().getValuesAs(JsonObject.class)) {
      Matcher path = CALL.matcher(call.getString("path"));
      assertThat(path.matches()).as(call.toString()).isTrue();
      String verb =
          call.getString("method").equals("PATCH")
              ? "patch"
              : path.group(3) == null ? "list" : "get";
      String group = path.group(1) == null ? "" : path.group(1);
      used.add(verb + " " + group + "/" + path.group(2));
    }
    return used;
  }
}

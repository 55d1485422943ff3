package dev.rollbackbot.sandbox.cloudflare;

import static dev.rollbackbot.sandbox.cloudflare.CloudflareFixture.GATEWAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.NodePackages.Printed;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The stand-in is judged by Cloudflare's own SDK and by wrangler. */
class OfficialClientsTest {
  private static final String WORKER = "foundation-gateway-sandbox";
  private static NodeClients clients;

  private CloudflareFixture outside;

  @BeforeAll
  static void install() throws Exception {
    Optional<NodeClients> installed = NodeClients.installed();
    Assumptions.assumeTrue(installed.isPresent(), NodeClients.MISSING);
    clients = installed.get();
  }

  @BeforeEach
  void start() throws Exception {
    outside = new CloudflareFixture();
  }

  @AfterEach
  void stop() throws Exception {
    outside.close();
  }

  @Test
  void the_sdk_lists_views_rolls_back_pages_and_meets_errors() throws Exception {
    Printed printed = clients.sdk(outside.environment());

    assertThat(printed.err()).isEmpty();
    assertThat(printed.out().replace('"', '\'').lines().toList())
        .containsExactly(
            "{'name':'verify','result':'active'}",
            "{'name':'verify account"
                + " token','error':'AuthenticationError','status':401,'code':1000}",
            "{'name':'deployments','result':[1,1,2,1,1]}",
            "{'name':'deployment','result':true}",
            "{'name':'deployable versions','result':[42,41,40,39]}",
            "{'name':'paged versions','result':[42,41,40,39]}",
            "{'name':'version','result':[41,['PAYMENT_API_KEY','SESSION_KEY'],'standard']}",
            "{'name':'roll back','result':'by the SDK'}",
            "{'name':'changed secrets','error':'BadRequestError','status':400,'code':10220}",
            "{'name':'forced','result':100}",
            "{'name':'unknown version','error':'NotFoundError','status':404,'code':10007}",
            "{'name':'unknown worker','error':'NotFoundError','status':404,'code':10007}",
            "{'name':'project','result':'9f2c81d4'}",
            "{'name':'paged Pages"
                + " deployments','result':['9f2c81d4','7ab1c94e','3d40f6c8','e0c5b7a2']}",
            "{'name':'too many a page','error':'BadRequestError','status':400,'code':8000024}",
            "{'name':'roll Pages back','result':true}",
            "{'name':'canonical','result':true}",
            "{'name':'unknown project','error':'NotFoundError','status':404,'code':8000007}",
            "{'name':'wrong token','error':'PermissionDeniedError','status':403,'code':10000}");
  }

  @Test
  void wrangler_lists_and_views() throws Exception {
    JsonArray deployments = array(wrangler("deployments", "list", "--name", WORKER, "--json"));
    assertThat(deployments).hasSize(5);
    JsonArray versions = array(wrangler("versions", "list", "--name", WORKER, "--json"));
    assertThat(versions.getValuesAs(JsonObject.class))
        .extracting(v -> v.getInt("number"))
        .containsExactly(39, 40, 41, 42);

    String id = outside.version(GATEWAY, 41);
    Printed view = wrangler("versions", "view", id, "--name", WORKER, "--json");
    assertThat(view.exit()).as(view.err()).isZero();
    assertThat(view.out()).contains(id, "gateway-2.4.3");
    Printed status = wrangler("deployments", "status", "--name", WORKER);
    assertThat(status.exit()).as(status.err()).isZero();
    assertThat(status.out()).contains(outside.version(GATEWAY, 42));
    Printed pages =
        wrangler(
            "pages",
            "deployment",
            "list",
            "--project-name",
            "erlvinc-dashboard-sandbox",
            "--environment",
            "production",
            "--json");
    assertThat(array(pages)).hasSize(4);
  }

  @Test
  void wrangler_rolls_back_and_forces_changed_secrets_without_asking() throws Exception {
    String good = outside.version(GATEWAY, 41);
    Printed rollback = wrangler("rollback", good, "--name", WORKER, "--message=by wrangler");
    assertThat(rollback.exit()).as(rollback.err()).isZero();
    assertThat(rollback.out()).contains("SUCCESS", good);
    assertThat(outside.deployments(GATEWAY).getFirst().toString()).contains(good, "by wrangler");

    String old = outside.version(GATEWAY, 39);
    Printed forced = wrangler("rollback", old, "--name", WORKER, "--message=forced");
    assertThat(forced.exit()).as(forced.err()).isZero();
    assertThat(forced.out()).contains("SESSION_KEY", "SUCCESS");
    assertThat(outside.deployments(GATEWAY).getFirst().toString()).contains(old);

    Printed deployed =
        wrangler("versions", "deploy", good + "@100", "--name", WORKER, "--message=again", "-y");
    assertThat(deployed.exit()).as(deployed.err()).isZero();
    assertThat(outside.deployments(GATEWAY).getFirst().toString()).contains(good, "again");
  }

  @Test
  void wrangler_reads_and_changes_a_database_and_travels_in_time() throws Exception {
    String database = "planning-primary";
    String count = "SELECT COUNT(*) AS n FROM build_specs WHERE status = 'fallback'";
    assertThat(rows(database, count)).contains("\"n\":3");
    Printed info = wrangler("d1", "time-travel", "info", database, "--json");
    assertThat(info.exit()).as(info.err()).isZero();
    String bookmark = info.out().replaceAll("(?s).*\"bookmark\"\\s*:\\s*\"([^\"]+)\".*", "$1");
    assertThat(rows(database, "UPDATE build_specs SET status = 'draft' WHERE status = 'fallback'"))
        .contains("\"changes\":3");
    assertThat(rows(database, count)).contains("\"n\":0");
    Printed wrong =
        wrangler("d1", "execute", database, "--remote", "--json", "--command=SELECT no_such");
    assertThat(wrong.exit()).isEqualTo(1);
    assertThat(wrong.out()).contains("no such column: no_such", "7500");
    Printed restored =
        wrangler("d1", "time-travel", "restore", database, "--bookmark=" + bookmark, "--json");
    assertThat(restored.exit()).as(restored.err()).isZero();
    assertThat(restored.out()).contains("previous_bookmark");
    assertThat(rows(database, count)).contains("\"n\":3");
  }

  private String rows(String database, String sql) throws Exception {
    Printed printed = wrangler("d1", "execute", database, "--remote", "--json", "--command=" + sql);
    assertThat(printed.exit()).as(printed.err() + printed.out()).isZero();
    return printed.out().replaceAll("\\s", "");
  }

  @Test
  void wrangler_meets_errors_with_the_codes_that_it_knows() throws Exception {
    Printed unknown = wrangler("deployments", "list", "--name", "nothing", "--json");
    assertThat(unknown.exit()).isEqualTo(1);
    assertThat(unknown.err() + unknown.out()).contains("[code: 10007]");

    Map<String, String> wrong = new LinkedHashMap<>(outside.environment());
    wrong.put("CLOUDFLARE_API_TOKEN", "wrong");
    Printed refused = clients.wrangler(wrong, "deployments", "list", "--name", WORKER, "--json");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err() + refused.out()).contains("[code: 10000]");
  }

  private Printed wrangler(String... arguments) throws Exception {
    return clients.wrangler(outside.environment(), arguments);
  }

  private static JsonArray array(Printed printed) {
    assertThat(printed.exit()).as(printed.err()).isZero();
    try (JsonReader reader = Json.createReader(new StringReader(printed.out()))) {
      return reader.readArray();
    }
  }
}

package dev.rollbackbot.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.runbook.ServiceRef.ClusterRef;
import dev.rollbackbot.runbook.job.CodePatch;
import dev.rollbackbot.runbook.job.DatabaseSpec;
import dev.rollbackbot.runbook.job.DatabaseSpec.DatabaseQuery;
import dev.rollbackbot.runbook.job.DatabaseSpec.ExpectedValue;
import dev.rollbackbot.runbook.job.HttpCall;
import dev.rollbackbot.runbook.job.HttpSpec;
import dev.rollbackbot.runbook.job.JobSpec;
import dev.rollbackbot.runbook.job.LockKeys;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What excludes what: steps that may change the same have a key in common, however written. */
@Pure
final class LockKeysTest {
  private static ServiceRef github(String resource) {
    Service service =
        new Service("shop", "Shop", Service.ServiceKind.GITHUB_ENVIRONMENT, Optional.empty());
    return ServiceRef.of(service, resource, Optional.empty());
  }

  private static ServiceRef worker(String resource) {
    Service service = new Service("api", "API", Service.ServiceKind.WORKER, Optional.empty());
    return ServiceRef.of(service, resource, Optional.empty());
  }

  private static ServiceRef deployment(String cluster) {
    Service service = new Service("web", "Web", Service.ServiceKind.DEPLOYMENT, Optional.empty());
    return new ServiceRef(
        service,
        "shop/web",
        Optional.of("live"),
        Optional.of(cluster)
            .filter(c -> !c.isEmpty())
            .map(c -> new ClusterRef("the context " + c, c + ".example:6443", false)));
  }

  private static Set<String> keys(
      JobSpec job, Optional<ServiceRef> service, Map<String, String> words) {
    return JobSteps.of("run", "Run", job, List.of(), service.map(ServiceRef::id))
        .lockKeys(service, words);
  }

  private static Set<String> keys(JobSpec job) {
    return keys(job, Optional.empty(), Map.of());
  }

  private static JobSpec program(String directory, String... arguments) {
    return new JobSpec.ProcessSpec(
        "deploy",
        List.of(arguments),
        Optional.of(directory).filter(d -> !d.isEmpty()),
        List.of(),
        Optional.empty());
  }

  private static JobSpec workflow(String repository, String service) {
    return new JobSpec.WorkflowSpec(
        repository, "deploy.yml", "main", Map.of("service", service), List.of());
  }

  private static JobSpec http(String method, String url) {
    return new HttpSpec(
        List.of(),
        new HttpCall(method, url, Optional.empty(), List.of()),
        Optional.empty(),
        Optional.empty(),
        new HttpSpec.StateSource(url, "/state", List.of(), List.of(), List.of(), List.of()),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  private static Set<String> common(Set<String> one, Set<String> other) {
    Set<String> common = new TreeSet<>(one);
    common.retainAll(other);
    return common;
  }

  @Test
  void an_environment_of_github_is_one_whatever_its_case_and_its_workflow() {
    assertThat(github("Shop/Web/deploy.yml@Production").lockKey())
        .isEqualTo(github("shop/web/rollback.yaml@production").lockKey())
        .isNotEqualTo(github("shop/web/deploy.yml@staging").lockKey())
        .isNotEqualTo(github("shop/api/deploy.yml@production").lockKey());
    assertThat(github("shop/web/deploy.yml@team/production").lockKey())
        .isNotEqualTo(github("shop/web/deploy.yml@production").lockKey());
  }

  @Test
  void the_same_job_is_one_whether_or_not_it_names_its_service() {
    Map<String, String> words = Map.of("resource", "shop-api", "version", "v41");
    assertThat(
            common(
                keys(program("", "{resource}", "{version}"), Optional.of(worker("api")), words),
                keys(program("", "shop-api", "{version}"))))
        .isNotEmpty();
    assertThat(
            common(
                keys(workflow("Shop/Web", "api"), Optional.of(worker("api")), Map.of()),
                keys(workflow("shop/web", "api"))))
        .isNotEmpty();
  }

  @Test
  void the_same_program_for_two_services_is_two() {
    assertThat(
            common(
                keys(
                    program("", "{resource}"),
                    Optional.of(worker("shop-api")),
                    Map.of("resource", "shop-api")),
                keys(
                    program("", "{resource}"),
                    Optional.of(worker("shop-site")),
                    Map.of("resource", "shop-site"))))
        .isEmpty();
    assertThat(
            common(
                keys(workflow("shop/web", "api"), Optional.of(worker("api")), Map.of()),
                keys(workflow("shop/web", "site"), Optional.of(worker("site")), Map.of())))
        .isEmpty();
  }

  @Test
  void jobs_that_name_no_service_are_one_in_a_folder_and_of_a_workflow() {
    assertThat(common(keys(program("./shop//infra/", "a")), keys(program("shop/infra", "b"))))
        .containsExactly("process/job/shop/infra");
    assertThat(common(keys(program("./", "a")), keys(program("", "b"))))
        .containsExactly("process/job/.");
    assertThat(common(keys(workflow("Shop/Web", "a")), keys(workflow("shop/web", "b"))))
        .containsExactly("github/job/shop/web/deploy.yml");
  }

  @Test
  void a_job_that_names_no_service_keeps_out_whatever_changes_one_by_the_same_means() {
    Set<String> unnamed = keys(workflow("Shop/Web", "all"));
    Set<String> rollback = github("shop/web/rollback.yml+deploy.yml@production").lockKeys();
    Set<String> named = keys(workflow("shop/web", "api"), Optional.of(worker("api")), Map.of());
    assertThat(excludes(unnamed, rollback)).isTrue();
    assertThat(excludes(unnamed, named)).isTrue();
    assertThat(excludes(rollback, named)).as("two services").isFalse();
    assertThat(excludes(rollback, github("shop/web/rollback.yml+deploy.yml@staging").lockKeys()))
        .as("two environments")
        .isFalse();
    assertThat(
            excludes(
                keys(program("infra", "all")),
                keys(program("infra", "one"), Optional.of(worker("api")), Map.of())))
        .isTrue();
  }

  private static boolean excludes(Set<String> one, Set<String> other) {
    return one.stream().anyMatch(key -> LockKeys.excludedBy(other, key));
  }

  @Test
  void the_same_name_in_two_clusters_is_two_and_one_whose_cluster_is_not_known_is_all() {
    ServiceRef production = deployment("production");
    ServiceRef staging = deployment("staging");
    assertThat(excludes(production.lockKeys(), production.lockKeys())).isTrue();
    assertThat(excludes(production.lockKeys(), staging.lockKeys())).isFalse();
    assertThat(staging.isHeldBy(production.lockKeys())).isFalse();
    // A lock that was taken before clusters were told apart is not lost.
    assertThat(excludes(deployment("").lockKeys(), production.lockKeys())).isTrue();
    assertThat(excludes(staging.lockKeys(), deployment("").lockKeys())).isTrue();
    JobSpec job = program("", "{resource}", "{environment}");
    Map<String, String> live = Map.of("resource", "shop/web", "environment", "live");
    Map<String, String> drill = Map.of("resource", "shop/web", "environment", "drill");
    assertThat(
            excludes(
                keys(job, Optional.of(production), live), keys(job, Optional.of(staging), drill)))
        .isFalse();
    assertThat(excludes(keys(job, Optional.of(production), live), production.lockKeys())).isTrue();
  }

  @Test
  void a_database_is_the_one_that_its_name_means_in_the_environment() {
    Map<String, String> live = Map.of("environment", "live");
    Map<String, String> drill = Map.of("environment", "drill");
    Set<String> inLive = keys(script("Orders-{environment}"), Optional.empty(), live);
    assertThat(excludes(inLive, keys(script("orders-live")))).isTrue();
    assertThat(excludes(inLive, keys(script("orders-{environment}"), Optional.empty(), drill)))
        .isFalse();
    // A lock from before the words were filled in is not lost.
    assertThat(LockKeys.excludedBy(inLive, "d1/job/orders-{environment}")).isTrue();
    assertThat(
            LockKeys.excludedBy(
                keys(script("orders-{environment}"), Optional.of(worker("api")), live),
                "d1/job/orders-{environment}"))
        .isTrue();
  }

  private static JobSpec script(String database) {
    DatabaseQuery rows = new DatabaseQuery("rows", "select count(*) from orders");
    return new DatabaseSpec(
        DatabaseSpec.D1,
        database,
        List.of(),
        new CodePatch("back.sql", "delete from orders where false"),
        List.of(rows),
        List.of(),
        List.of(),
        new ExpectedValue(rows, "0"),
        List.of());
  }

  @Test
  void what_a_lock_is_of_is_told_in_words() {
    assertThat(
            Stream.of(
                    "cloudflare/worker/shop-api",
                    "kubernetes/deployment/shop/web",
                    "kubernetes/deployment/shop/web by staging.example:6443",
                    "github/job/shop/web/deploy.yml",
                    "github/job/shop/web/deploy.yml by github/github_environment/shop/web@live",
                    "github/job/shop/web/branch/main",
                    "process/job/shop/infra",
                    "process/call/0123456789abcdef",
                    "http/at/flags.example.org/api/features/new-checkout")
                .map(LockKeys::text))
        .containsExactly(
            "shop-api",
            "shop/web",
            "shop/web in staging.example:6443",
            "the workflow shop/web/deploy.yml",
            "the workflow shop/web/deploy.yml",
            "the branch main of shop/web",
            "the folder shop/infra",
            "the same job",
            "flags.example.org/api/features/new-checkout");
  }

  @Test
  void what_a_flag_is_switched_on_and_off_by_is_one() {
    String flag = "https://Flags.example.org/api/features/{flag}/environments/live";
    Map<String, String> words = Map.of("flag", "new-checkout");
    String of = "https://flags.example.org/api/features/new-checkout/environments/live";
    assertThat(
            common(
                keys(http("POST", flag + "/on"), Optional.empty(), words),
                keys(http("POST", of + "/off?why=fault"))))
        .isNotEmpty();
    assertThat(common(keys(http("PUT", of + "/")), keys(http("POST", of + "/off")))).isNotEmpty();
    assertThat(common(keys(http("PATCH", of)), keys(http("PATCH", of.replace("new-", "old-")))))
        .isEmpty();
    assertThat(
            common(
                keys(http("POST", "https://a.example.org/start")),
                keys(http("POST", "https://a.example.org/purge"))))
        .isEmpty();
  }

  @Test
  void an_address_is_one_however_its_escapes_and_its_port_are_written() {
    String of = "https://git.example.org/projects/shop%2fweb/deploy";
    for (String same :
        List.of(
            of.replace("%2f", "%2F"),
            of.replace(".org/", ".org:443/"),
            of.replace("https://git", "HTTPS://GIT"))) {
      assertThat(common(keys(http("PUT", same)), keys(http("PUT", of)))).as(same).isNotEmpty();
    }
    assertThat(common(keys(http("PUT", of)), keys(http("PUT", of.replace(".org/", ".org:8443/")))))
        .isEmpty();
  }
}

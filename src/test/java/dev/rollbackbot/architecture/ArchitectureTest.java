package dev.rollbackbot.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.rollbackbot.secret.Redactor;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which package may know which, over the product and the sandbox. */
final class ArchitectureTest {
  private static final String ROOT = "dev.rollbackbot";
  private static final String[] CORE = {ROOT + ".incident..", ROOT + ".runbook.."};
  private static final String[] ADAPTERS = {
    ROOT + ".store..", ROOT + ".slack..", ROOT + ".gateway..", ROOT + ".yaml..", ROOT + ".web.."
  };

  /** The only types of an adapter that may be used outside of it. */
  private static final Map<String, Set<String>> ENTRY_TYPES =
      Map.of(
          "store",
          Set.of("Database", "PersonRecords"),
          "slack",
          Set.of(
              "Previews",
              "SlackChat",
              "SlackClient",
              "SlackInbound",
              "SlackOptions",
              "WorkspaceReadiness"),
          "gateway",
          Set.of(
              "BoundedJson",
              "CloudflareOptions",
              "CloudflareProvider",
              "D1Provider",
              "GitHubOptions",
              "GitHubProvider",
              "HttpJobOptions",
              "HttpJobProvider",
              "KubernetesOptions",
              "KubernetesProvider",
              "ProcessOptions",
              "ProcessProvider",
              "Provider",
              "ProviderGateway",
              "HttpProbes",
              "MetricProbes",
              "MetricSource",
              "ProbeCredentials",
              "PrometheusOptions",
              "PrometheusSource",
              "QueryApi",
              "SqlDatabaseProvider",
              "SqlOptions",
              "SqlSource",
              "WorkersAnalyticsOptions",
              "WorkersAnalyticsSource",
              "WritableDatabase"),
          "yaml",
          Set.of("RunbookDirectory", "RunbookReader", "RunbookSource", "WatchedRunbooks"),
          "web",
          Set.of("WebServer"),
          "work",
          Set.of("ArtifactRetention", "Worker", "WorkerDependencies", "WorkSettings"));

  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  private static JavaClasses plantedForRules;

  @BeforeAll
  static void plant(@TempDir Path folder) {
    String[] sources =
        rules().flatMap(rule -> Stream.of((String[]) rule.get()[2])).toArray(String[]::new);
    plantedForRules = PlantedCode.compile(folder, sources);
  }

  static Stream<Arguments> rules() {
    return Stream.of(
        rule(
            "the core knows the core and the JDK only",
            classes()
                .that()
                .resideInAnyPackage(CORE)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                    ROOT + ".incident..",
                    ROOT + ".runbook..",
                    "java.lang..",
                    "java.math",
                    "java.util",
                    "java.util.function..",
                    "java.util.regex..",
                    "java.util.stream..",
                    "java.time..",
                    "java.security..",
                    "java.nio.charset..",
                    "org.jspecify.."),
            "package dev.rollbackbot.incident; class CoreWithFile { java.io.File file; }"),
        rule(
            "the core has no clock, random or thread",
            noClasses()
                .that()
                .resideInAnyPackage(CORE)
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(UUID.class, "randomUUID")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(Clock.class, InstantSource.class, Random.class, Thread.class),
            "package dev.rollbackbot.incident;"
                + " class CoreWithClock { Object now() { return java.time.Instant.now(); } }"),
        rule(
            "the core copies no map and no set in an order that differs between processes",
            noClasses()
                .that()
                .resideInAnyPackage(CORE)
                .should()
                .callMethod(Map.class, "copyOf", Map.class)
                .orShould()
                .callMethod(Set.class, "copyOf", Collection.class),
            "package dev.rollbackbot.incident; class CoreWithCopy {"
                + " Object copy(java.util.Set<String> names) { return java.util.Set.copyOf(names);"
                + " } }"),
        rule(
            "runbooks do not know incidents",
            noClasses()
                .that()
                .resideInAPackage(ROOT + ".runbook..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".incident.."),
            "package dev.rollbackbot.runbook;"
                + " class RunbookWithIncident { dev.rollbackbot.incident.IncidentId id; }"),
        rule(
            "what alerts say is known to the JDK alone",
            classes()
                .that()
                .resideInAPackage(ROOT + ".alert")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                    ROOT + ".alert",
                    "java.lang..",
                    "java.util..",
                    "java.time..",
                    "java.security..",
                    "java.nio.charset..",
                    "org.jspecify.."),
            "package dev.rollbackbot.alert; class AlertWithFile { java.io.File file; }"),
        rule(
            "app and work know no adapter",
            noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".app..", ROOT + ".work..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                    Stream.concat(Stream.of(ADAPTERS), Stream.of(ROOT + ".sandbox.."))
                        .toArray(String[]::new)),
            "package dev.rollbackbot.app; class AppWithStore { dev.rollbackbot.store.Database"
                + " store; }"),
        rule(
            "adapters do not know each other",
            slices()
                .matching(ROOT + ".(store|slack|gateway|yaml|web|sandbox|work)..")
                .should()
                .notDependOnEachOther(),
            "package dev.rollbackbot.web; class WebWithStore { dev.rollbackbot.store.Database"
                + " store; }"),
        rule(
            "there are no cycles between packages",
            slices().matching(ROOT + ".(**)").should().beFreeOfCycles(),
            "package dev.rollbackbot.one; public class First { dev.rollbackbot.two.Second other; }",
            "package dev.rollbackbot.two; public class Second { dev.rollbackbot.one.First other;"
                + " }"),
        rule(
            "only the wiring knows the command line's package from outside",
            noClasses()
                .that()
                .resideInAPackage(ROOT + ".cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT),
            "package dev.rollbackbot.cli; class CliWithRoot { dev.rollbackbot.Main main; }"),
        rule(
            "the sandbox knows nothing of the product",
            noClasses()
                .that()
                .resideInAPackage(ROOT + ".sandbox..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                    Stream.concat(
                            Stream.of(ADAPTERS),
                            Stream.of(
                                ROOT,
                                ROOT + ".cli..",
                                ROOT + ".incident..",
                                ROOT + ".runbook..",
                                ROOT + ".app..",
                                ROOT + ".work.."))
                        .toArray(String[]::new)),
            "package dev.rollbackbot.sandbox;"
                + " class SandboxWithProduct { dev.rollbackbot.incident.IncidentId id; }"),
        rule(
            "yaml knows runbooks only",
            noClasses()
                .that()
                .resideInAPackage(ROOT + ".yaml")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".incident..", ROOT + ".app.."),
            "package dev.rollbackbot.yaml;"
                + " class YamlWithIncident { dev.rollbackbot.incident.IncidentId id; }"),
        rule(
            "Slack's SDK stays in slack",
            noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".slack..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.slack.."),
            "package dev.rollbackbot.web; class WebWithSlack { com.slack.api.Slack slack; }"),
        rule(
            "JDBC stays in store and work, and where probes and scripts ask databases",
            noClasses()
                .that()
                .resideOutsideOfPackages(
                    ROOT + ".store..",
                    ROOT + ".work..",
                    ROOT + ".gateway.metric.sql..",
                    ROOT + ".gateway.database.jdbc..",
                    ROOT + ".sandbox.cloudflare.d1..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "org.jdbi.."),
            "package dev.rollbackbot.web; class WebWithJdbc { java.sql.Connection connection; }"),
        rule(
            "HTTP goes out through the gateway",
            noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".gateway..", ROOT + ".sandbox..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.hc..", "java.net.http.."),
            "package dev.rollbackbot.web; class WebWithHttp { java.net.http.HttpClient client; }"),
        rule(
            "what other programs wrote is masked whole, in one place for each kind of it",
            noClasses()
                .that()
                .resideInAPackage(ROOT + ".gateway..")
                .and()
                .doNotHaveSimpleName("ProviderText")
                .and()
                .doNotHaveSimpleName("PrintedText")
                .and()
                .doNotHaveSimpleName("CapturedEvent")
                .and()
                .doNotHaveSimpleName("TailLog")
                .should()
                .dependOnClassesThat()
                .haveSimpleName("PersonalData")
                .orShould()
                .callMethod(Redactor.class, "redact", String.class, String[].class),
            "package dev.rollbackbot.gateway; class HalfMasked { String text(String said) { return"
                + " dev.rollbackbot.secret.Redactor.redact(said); } }"),
        rule(
            "child processes are started by the gateway, and by the sandbox's machine, only",
            noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".gateway..", ROOT + ".sandbox.machine..")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ProcessBuilder.class, Process.class),
            "package dev.rollbackbot.web; class WebWithProcess { ProcessBuilder builder; }"));
  }

  private static Arguments rule(String name, ArchRule rule, String... planted) {
    return Arguments.of(name, rule, planted);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void the_product_keeps_the_rule(String name, ArchRule rule, String[] planted) {
    rule.check(PRODUCT);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void planted_code_breaks_the_rule(String name, ArchRule rule, String[] planted) {
    List<String> types = Stream.of(planted).map(PlantedCode::type).toList();
    JavaClasses own =
        plantedForRules.that(
            DescribedPredicate.describe("planted", c -> types.contains(c.getSimpleName())));
    assertThat(rule.evaluate(own).hasViolation()).isTrue();
  }

  @Test
  void only_entry_types_of_an_adapter_are_used_outside_of_it() {
    assertThat(usedOutside(PRODUCT)).isEqualTo(new TreeMap<>(ENTRY_TYPES));
  }

  @Test
  void a_planted_use_of_an_adapters_inside_is_found(@TempDir Path folder) {
    JavaClasses planted =
        PlantedCode.compile(
            folder,
            "package dev.rollbackbot.cli;"
                + " class Planted { dev.rollbackbot.slack.client.SlackApi api; }");
    assertThat(usedOutside(planted)).isEqualTo(Map.of("slack", Set.of("SlackApi")));
  }

  @Test
  void a_type_is_public_only_where_another_package_uses_it() {
    assertThat(needlesslyPublic(PRODUCT)).isEmpty();
  }

  @Test
  void a_planted_public_type_that_nobody_uses_is_found(@TempDir Path folder) {
    JavaClasses planted =
        PlantedCode.compile(
            folder, "package dev.rollbackbot.store; public class Planted { int field; }");
    assertThat(needlesslyPublic(planted)).containsExactly("dev.rollbackbot.store.Planted");
  }

  /** Top-level types by adapter that a class of another part of the product depends on. */
  private static Map<String, Set<String>> usedOutside(JavaClasses classes) {
    return classes.stream()
        .flatMap(c -> c.getDirectDependenciesFromSelf().stream())
        .filter(d -> adapter(d.getTargetClass()) != null)
        .filter(d -> !adapter(d.getTargetClass()).equals(adapter(d.getOriginClass())))
        .collect(
            Collectors.groupingBy(
                d -> adapter(d.getTargetClass()),
                TreeMap::new,
                Collectors.mapping(
                    d -> topLevel(d.getTargetClass()).getSimpleName(),
                    Collectors.toCollection(TreeSet::new))));
  }

  private static Set<String> needlesslyPublic(JavaClasses classes) {
    return classes.stream()
        .filter(c -> c.getEnclosingClass().isEmpty() && adapter(c) != null)
        .filter(c -> c.getModifiers().contains(JavaModifier.PUBLIC))
        .filter(c -> classes.stream().noneMatch(other -> usesFromOutside(other, c)))
        .map(JavaClass::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean usesFromOutside(JavaClass user, JavaClass used) {
    return !user.getPackageName().equals(used.getPackageName())
        && user.getDirectDependenciesFromSelf().stream()
            .anyMatch(d -> topLevel(d.getTargetClass()).equals(used));
  }

  private static String adapter(JavaClass type) {
    String name = type.getPackageName();
    if (!name.startsWith(ROOT + ".")) {
      return null;
    }
    String first = name.substring(ROOT.length() + 1).split("\\.", 2)[0];
    return ENTRY_TYPES.containsKey(first) ? first : null;
  }

  private static JavaClass topLevel(JavaClass type) {
    JavaClass at = type.isArray() ? type.getBaseComponentType() : type;
    while (at.getEnclosingClass().isPresent()) {
      at = at.getEnclosingClass().get();
    }
    return at;
  }
}

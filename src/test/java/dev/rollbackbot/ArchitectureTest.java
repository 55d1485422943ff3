package dev.rollbackbot;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The shape of the house. */
@AnalyzeClasses(packages = "dev.rollbackbot", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  private static final String ROOT = "dev.rollbackbot";
  private static final String[] CORE = {ROOT + ".incident..", ROOT + ".runbook.."};

  @ArchTest
  static final ArchRule the_core_knows_the_core_and_plain_java =
      classes()
          .that()
          .resideInAnyPackage(CORE)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              ROOT + ".incident..",
              ROOT + ".runbook..",
              "java.lang..",
              "java.util",
              "java.util.function..",
              "java.util.regex..",
              "java.util.stream..",
              "java.time..",
              "java.security..",
              "java.nio.charset..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule runbooks_do_not_know_incidents =
      noClasses()
          .that()
          .resideInAPackage(ROOT + ".runbook..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + ".incident..");

  @ArchTest
  static final ArchRule the_core_reads_no_clock =
      noClasses()
          .that()
          .resideInAnyPackage(CORE)
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(LocalDate.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(Clock.class, Random.class, Thread.class);

  @ArchTest
  static final ArchRule the_shell_knows_no_adapter =
      noClasses()
          .that()
          .resideInAnyPackage(ROOT + ".app..", ROOT + ".work..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              ROOT + ".store..",
              ROOT + ".slack..",
              ROOT + ".gateway..",
              ROOT + ".yaml..",
              ROOT + ".web..",
              ROOT + ".sandbox..");

  @ArchTest
  static final ArchRule adapters_do_not_know_each_other =
      slices()
          .matching(ROOT + ".(store|slack|gateway|yaml|web|sandbox|work)..")
          .should()
          .notDependOnEachOther();

  @ArchTest
  static final ArchRule there_are_no_cycles =
      slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule the_sandbox_knows_nobody =
      noClasses()
          .that()
          .resideInAPackage(ROOT + ".sandbox..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              ROOT,
              ROOT + ".incident..",
              ROOT + ".runbook..",
              ROOT + ".app..",
              ROOT + ".work..",
              ROOT + ".store..",
              ROOT + ".slack..",
              ROOT + ".gateway..",
              ROOT + ".yaml..",
              ROOT + ".web..");

  @ArchTest
  static final ArchRule yaml_knows_runbooks_only =
      noClasses()
          .that()
          .resideInAPackage(ROOT + ".yaml..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ROOT + ".incident..", ROOT + ".app..");

  @ArchTest
  static final ArchRule shared_texts_know_nothing_of_the_product =
      classes()
          .that()
          .resideInAPackage(ROOT + ".text..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              ROOT + ".text..",
              "java.lang..",
              "java.net",
              "java.time..",
              "java.util..",
              "org.apache.commons.text..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule slacks_sdk_stays_in_slack =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".slack..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.slack..");

  @ArchTest
  static final ArchRule jdbc_stays_in_store_and_work =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + ".store..", ROOT + ".work..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "org.jdbi..");

  @ArchTest
  static final ArchRule http_goes_out_through_the_gateway =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + ".gateway..", ROOT + ".sandbox..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.hc..", "java.net.http..");

  @ArchTest
  static final ArchRule nobody_starts_a_child_process =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".gateway..")
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(ProcessBuilder.class, Process.class);

  @Test
  void no_switch_over_a_sealed_type_has_a_default() throws IOException {
    // A default over strings or numbers is fine; in the core there is none at all.
    try (Stream<Path> files = Files.walk(Path.of("src/main/java/dev/rollbackbot/incident"))) {
      List<Path> with =
          files
              .filter(p -> p.toString().endsWith(".java"))
              .filter(p -> contains(p, "default ->"))
              .toList();
      assertThat(with).isEmpty();
    }
  }

  @Test
  void adapters_show_only_their_entry_types() {
    JavaClasses all =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT + ".web", ROOT + ".yaml", ROOT + ".store", ROOT + ".slack");
    List<String> shown =
        all.stream()
            .filter(c -> c.getModifiers().contains(JavaModifier.PUBLIC))
            .filter(c -> c.getEnclosingClass().isEmpty())
            .filter(c -> !c.getPackageName().startsWith(ROOT + ".slack."))
            .map(JavaClass::getSimpleName)
            .filter(n -> !n.equals("package-info"))
            .sorted()
            .toList();
    assertThat(shown)
        .containsExactly(
            "Database",
            "RunbookReader",
            "SlackChat",
            "SlackClient",
            "SlackInbound",
            "SlackOptions",
            "WebServer");
  }

  private static boolean contains(Path file, String text) {
    try {
      return Files.readString(file).contains(text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}

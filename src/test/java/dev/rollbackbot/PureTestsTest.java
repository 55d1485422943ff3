package dev.rollbackbot;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Pure tests stay quick: they can't use anything that takes time. */
@AnalyzeClasses(packages = "dev.rollbackbot", importOptions = ImportOption.OnlyIncludeTests.class)
final class PureTestsTest {
  @ArchTest
  static final ArchRule pure_tests_neither_wait_nor_leave_the_process =
      noClasses()
          .that()
          .areAnnotatedWith(Pure.class)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.net.http..",
              "java.sql..",
              "com.sun.net..",
              "com.microsoft.playwright..",
              "org.awaitility..",
              "org.eclipse.jetty..",
              "dev.rollbackbot.crash..",
              "dev.rollbackbot.story..",
              "dev.rollbackbot.simulation..")
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(
              BotProcess.class,
              SandboxFixture.class,
              ProcessBuilder.class,
              java.net.Socket.class,
              java.net.ServerSocket.class);
}

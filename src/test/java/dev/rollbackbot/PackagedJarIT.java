package dev.rollbackbot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contents of the finished jars; runs after packaging. */
final class PackagedJarIT {
  private static final Path PRODUCT = Path.of("target/rollback-bot.jar");
  private static final Path LIB = Path.of("target/lib");
  private static final String SANDBOX_JAR = "rollback-bot-sandbox.jar";

  @TempDir Path folder;

  @Test
  void the_product_jar_contains_nothing_of_the_sandbox() throws IOException {
    assertThat(entries(PRODUCT))
        .contains("dev/rollbackbot/Main.class", "runbooks/factory.yaml")
        .doesNotContain("manifest.yml")
        .noneMatch(entry -> entry.startsWith("META-INF/maven/"))
        .noneMatch(entry -> entry.startsWith("dev/rollbackbot/sandbox/"))
        .noneMatch(entry -> entry.startsWith("sandbox/"));
  }

  @Test
  void the_sandbox_jar_contains_nothing_else_and_is_on_the_class_path() throws IOException {
    assertThat(entries(LIB.resolve(SANDBOX_JAR)))
        .contains(
            "dev/rollbackbot/sandbox/Sandbox.class", "sandbox/page/index.html", "manifest.yml")
        .allMatch(entry ->
            entry.startsWith("dev/rollbackbot/sandbox/")
                || entry.startsWith("sandbox/")
                || entry.startsWith("META-INF/")
                || entry.equals("manifest.yml"));
    try (JarFile product = new JarFile(PRODUCT.toFile())) {
      assertThat(product.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH))
          .contains("lib/" + SANDBOX_JAR);
    }
  }

  @Test
  void the_bill_of_materials_names_every_library_and_nothing_that_only_tests_use()
      throws IOException {
    String materials = Files.readString(Path.of("target/rollback-bot-sbom.json"));
    try (var jars = Files.list(LIB)) {
      assertThat(jars.map(jar -> jar.getFileName().toString()))
          .filteredOn(name -> !name.equals(SANDBOX_JAR))
          .allSatisfy(
              name -> assertThat(materials).contains("/" + name.replaceFirst("-\\d.*", "") + "@"));
    }
    assertThat(materials).contains("CycloneDX").doesNotContain("junit", "assertj");
  }

  @Test
  void entries_have_a_fixed_time_so_that_the_same_sources_make_the_same_jar() throws IOException {
    for (Path jar : List.of(PRODUCT, LIB.resolve(SANDBOX_JAR))) {
      try (JarFile file = new JarFile(jar.toFile())) {
        assertThat(file.stream().map(entry -> entry.getTimeLocal().toLocalDate().toString()))
            .containsOnly("2026-01-01");
      }
    }
  }

  @Test
  void without_its_jar_the_sandbox_reports_it_and_the_other_commands_work() throws Exception {
    // Away from lib/, so that its manifest's class path leads nowhere.
    Path product = Files.copy(PRODUCT, folder.resolve("rollback-bot.jar"));
    String classPath;
    try (var jars = Files.list(LIB)) {
      classPath =
          Stream.concat(Stream.of(product), jars.filter(jar -> !jar.endsWith(SANDBOX_JAR)))
              .map(jar -> jar.toAbsolutePath().toString())
              .collect(Collectors.joining(File.pathSeparator));
    }
    assertThat(run(classPath, 1, "sandbox", "--port", "0"))
        .contains("the sandbox is not installed", SANDBOX_JAR)
        .doesNotContain("Exception", "NoClassDefFoundError");
    assertThat(run(classPath, 0, "--help")).contains("Usage: rollback-bot");
    assertThat(run(classPath, 0, "runbook", "show", "factory")).isNotBlank();
  }

  private static List<String> entries(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      // Folders have entries too, and an empty one would do no harm.
      return file.stream().filter(entry -> !entry.isDirectory()).map(Object::toString).toList();
    }
  }

  private static String run(String classPath, int code, String... words) throws Exception {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                "dev.rollbackbot.Main"));
    line.addAll(List.of(words));
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(text).isEqualTo(code);
    return text;
  }
}

package dev.rollbackbot;

import static java.util.Comparator.reverseOrder;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The jars of a second build, in another folder: the sources are compiled in another order, every
 * file is closed to others, as under another umask, and Maven packs them in another time zone.
 */
final class ReproducibleJarIT {
  private static final Path BUILT = Path.of("target");
  private static final List<String> JARS =
      List.of("rollback-bot.jar", "lib/rollback-bot-sandbox.jar");

  /** The executions of pom.xml from compiled classes to jars. */
  private static final List<String> PACKING =
      List.of(
          "toolchains:select-jdk-toolchain@default",
          "antrun:run@permissions",
          "jar:jar@default-jar",
          "jar:jar@sandbox");

  @TempDir Path project;

  @Test
  void a_second_build_makes_the_same_jars() throws Exception {
    Path classes = Files.createDirectories(project.resolve("target/classes"));
    compile(classes);
    for (String root : List.of("src/main/resources", "src/sandbox/resources")) {
      copy(Path.of(root), classes);
    }
    Files.copy(Path.of("manifest.yml"), classes.resolve("manifest.yml"));
    Files.copy(Path.of("pom.xml"), project.resolve("pom.xml"));
    close(project);
    pack();
    for (String jar : JARS) {
      assertThat(hash(project.resolve("target").resolve(jar)))
          .as(jar)
          .isEqualTo(hash(BUILT.resolve(jar)));
    }
  }

  private void compile(Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      List<Path> sources =
          Stream.of("src/sandbox/java", "src/main/java")
              .flatMap(root -> below(Path.of(root)).stream())
              .filter(file -> file.toString().endsWith(".java"))
              .toList();
      List<String> options =
          List.of(
              "-g",
              "-parameters",
              "-proc:none",
              "-nowarn",
              "--release",
              "25",
              "-d",
              classes.toString(),
              "-cp",
              System.getProperty("java.class.path"));
      assertThat(
              compiler
                  .getTask(
                      null,
                      files,
                      _ -> {},
                      options,
                      null,
                      files.getJavaFileObjectsFromPaths(sources))
                  .call())
          .isTrue();
    }
  }

  private void pack() throws Exception {
    Path log = project.resolve("maven.log");
    ProcessBuilder maven =
        new ProcessBuilder(Path.of(System.getProperty("maven.home"), "bin", "mvn").toString());
    maven.command().addAll(List.of("--offline", "--batch-mode"));
    maven.command().add("-Dmaven.repo.local=" + System.getProperty("maven.repo.local"));
    maven.command().addAll(PACKING);
    maven.environment().put("TZ", "Asia/Kathmandu");
    maven.directory(project.toFile()).redirectErrorStream(true).redirectOutput(log.toFile());
    assertThat(maven.start().waitFor()).as(Files.readString(log)).isZero();
  }

  private static void copy(Path from, Path to) throws IOException {
    for (Path file : below(from)) {
      Path copied = to.resolve(from.relativize(file));
      Files.createDirectories(copied.getParent());
      Files.copy(file, copied);
    }
  }

  private static void close(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        Files.setPosixFilePermissions(
            file,
            PosixFilePermissions.fromString(Files.isDirectory(file) ? "rwx------" : "rw-------"));
      }
    }
  }

  /** From the last to the first. */
  private static List<Path> below(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted(reverseOrder()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash(Path file) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }
}

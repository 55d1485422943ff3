package dev.rollbackbot;

import static java.util.Comparator.reverseOrder;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The jars of a second build, in another folder: the sources are compiled in another order, every
 * file is closed to others, as under another umask, and Maven packs them on another Java in another
 * time zone.
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
      Path again = project.resolve("target").resolve(jar);
      assertThat(entries(again)).as(jar).isEqualTo(entries(BUILT.resolve(jar)));
      assertThat(again).as(jar).hasSameBinaryContentAs(BUILT.resolve(jar));
    }
  }

  /** By a process of its own: what this one has loaded or compiled before can't matter. */
  private void compile(Path classes) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-g",
                "-parameters",
                "-proc:none",
                "-nowarn",
                "-encoding",
                "UTF-8",
                "--release",
                "25",
                "-d",
                classes.toString(),
                "-cp",
                System.getProperty("java.class.path")));
    Stream.of("src/sandbox/java", "src/main/java")
        .flatMap(root -> below(Path.of(root)).stream())
        .map(Path::toString)
        .filter(file -> file.endsWith(".java"))
        .forEach(arguments::add);
    Path listed = Files.write(project.resolve("javac.txt"), arguments);
    run(
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "javac").toString(), "@" + listed),
        "javac.log");
  }

  private void pack() throws Exception {
    ProcessBuilder maven =
        new ProcessBuilder(Path.of(System.getProperty("maven.home"), "bin", "mvn").toString());
    maven.command().addAll(List.of("--offline", "--batch-mode"));
    maven.command().add("-Dmaven.repo.local=" + System.getProperty("maven.repo.local"));
    maven.command().addAll(PACKING);
    maven.environment().put("TZ", "Asia/Kathmandu");
    // Often another Java than the one that Maven ran on before.
    maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
    run(maven.directory(project.toFile()), "maven.log");
  }

  private void run(ProcessBuilder program, String logName) throws Exception {
    Path log = project.resolve(logName);
    int status = program.redirectErrorStream(true).redirectOutput(log.toFile()).start().waitFor();
    assertThat(status).as(Files.readString(log)).isZero();
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

  /** A line for each entry in the jar's order, so that a failure names the entry that differs. */
  private static List<String> entries(Path jar) throws Exception {
    List<String> lines = new ArrayList<>();
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(jar))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(in.readAllBytes());
        lines.add(
            entry.getName()
                + " "
                + entry.getTimeLocal()
                + " "
                + HexFormat.of().formatHex(hash)
                + (entry.getName().endsWith(".MF") ? " " + manifest(jar) : ""));
      }
    }
    return lines;
  }

  private static Map<Object, Object> manifest(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return new TreeMap<>(
          file.getManifest().getMainAttributes().entrySet().stream()
              .collect(toMap(e -> e.getKey().toString(), Map.Entry::getValue)));
    }
  }
}

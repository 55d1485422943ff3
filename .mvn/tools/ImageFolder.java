import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Makes the folder that the container image holds: {@code jre}, a Java runtime with only the
 * modules in use; {@code app}, the jar with its libraries and a cache of loaded classes. Arguments:
 * the folder with {@code rollback-bot.jar} and {@code lib}, and the folder to make. Needs a JDK 25.
 */
final class ImageFolder {
  /** Found by name while the bot runs, so that no class refers to them. */
  private static final List<String> BY_REFLECTION =
      List.of(
          // Libraries ask for sun.misc.Unsafe before they use something newer.
          "jdk.unsupported",
          // A jar in the class path is opened as a file system.
          "jdk.zipfs");

  private static final int LIMIT_MINUTES = 10;

  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 2) {
      System.err.println("usage: java ImageFolder.java BUILD_FOLDER NEW_FOLDER");
      System.exit(2);
    }
    Path built = Path.of(arguments[0]).toAbsolutePath();
    Path image = Path.of(arguments[1]).toAbsolutePath();
    delete(image);
    Files.createDirectories(image);
    Path app = image.resolve("app");
    copy(built.resolve("rollback-bot.jar"), app.resolve("rollback-bot.jar"));
    copy(built.resolve("lib"), app.resolve("lib"));
    Path jre = image.resolve("jre");
    tool(
        "jlink",
        System.out,
        "--add-modules",
        String.join(",", modules(app)),
        "--strip-debug",
        "--no-header-files",
        "--no-man-pages",
        "--output",
        jre.toString());
    train(jre, app);
  }

  /** The JDK's modules that the classes refer to, and those that are found by name. */
  private static TreeSet<String> modules(Path app) throws IOException {
    List<String> jars;
    try (Stream<Path> files = Files.list(app.resolve("lib"))) {
      jars = files.map(Path::toString).sorted().toList();
    }
    StringWriter found = new StringWriter();
    List<String> line =
        new ArrayList<>(
            List.of(
                "--print-module-deps",
                "--ignore-missing-deps",
                "--multi-release",
                "25",
                "--recursive",
                "--class-path",
                String.join(File.pathSeparator, jars),
                app.resolve("rollback-bot.jar").toString()));
    // The sandbox is on the class path by the jar's manifest only.
    jars.stream().filter(jar -> jar.endsWith("-sandbox.jar")).forEach(line::add);
    int code =
        ToolProvider.findFirst("jdeps")
            .orElseThrow(ImageFolder::noJdk)
            .run(
                new PrintWriter(found),
                new PrintWriter(System.err, true),
                line.toArray(String[]::new));
    if (code != 0) {
      throw new IllegalStateException("jdeps failed: " + found);
    }
    TreeSet<String> modules = new TreeSet<>(BY_REFLECTION);
    modules.addAll(List.of(found.toString().strip().split(",")));
    return modules;
  }

  /**
   * Plays a rollback in the sandbox, so that the runtime records which classes it loads and which
   * methods are worth compiling: the first rollback after a start is then not the slowest.
   */
  private static void train(Path jre, Path app) throws Exception {
    Path scratch = Files.createTempDirectory("rollback-bot-image");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(
              jre.resolve("bin").resolve("java").toString(),
              // The same collector as when the bot runs; a cache of another one is not used.
              "-XX:+UseSerialGC",
              "-XX:AOTCacheOutput=rollback-bot.aot",
              "--enable-native-access=ALL-UNNAMED",
              "-Djava.io.tmpdir=" + scratch,
              "-jar",
              "rollback-bot.jar",
              "sandbox",
              "--port",
              "0",
              "--play",
              "factory");
      builder.directory(app.toFile()).redirectErrorStream(true);
      builder.redirectOutput(scratch.resolve("log").toFile());
      builder.environment().clear();
      Process process = builder.start();
      if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IllegalStateException("the rollback for training did not end");
      }
      if (process.exitValue() != 0) {
        throw new IllegalStateException(
            "the rollback for training failed:\n" + Files.readString(scratch.resolve("log")));
      }
    } finally {
      delete(scratch);
    }
  }

  private static void tool(String name, PrintStream out, String... line) {
    int code =
        ToolProvider.findFirst(name).orElseThrow(ImageFolder::noJdk).run(out, System.err, line);
    if (code != 0) {
      throw new IllegalStateException(name + " failed with code " + code);
    }
  }

  private static IllegalStateException noJdk() {
    return new IllegalStateException(
        "this is a runtime without tools; run it with the java of a JDK 25");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(target.getParent());
          Files.copy(file, target);
        }
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes all) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException e)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}

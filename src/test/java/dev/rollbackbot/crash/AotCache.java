package dev.rollbackbot.crash;

import dev.rollbackbot.BotProcess;
import dev.rollbackbot.FastRunbook;
import dev.rollbackbot.FastRunbookBot;
import dev.rollbackbot.Waiting;
import dev.rollbackbot.sandbox.Sandbox;
import dev.rollbackbot.sandbox.SandboxOptions;
import dev.rollbackbot.story.fixture.SandboxUsers;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * A cache of the classes that a bot loads during a rollback, as they are when they are linked. The
 * JVM maps it into memory, which halves what each of the many starts of these tests costs. It is
 * made once per class path, in {@code target/aot}, and found by the hash of that class path.
 */
public final class AotCache {
  private static final Path ROOT = Path.of("target", "aot").toAbsolutePath();

  /** A bot lives for seconds: the second compiler would cost more than it saves. */
  private static final List<String> SHORT_LIVED =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private static List<String> options = List.of();

  private AotCache() {}

  /** JVM options for a quick start; the class path begins with {@link CommitWatchingPool}. */
  public static synchronized List<String> options() throws IOException {
    if (options.isEmpty()) {
      List<Path> classPath =
          Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
              // Surefire's class path has an empty entry, which would be the working directory.
              .filter(entry -> !entry.isEmpty())
              .map(entry -> Path.of(entry).toAbsolutePath())
              .filter(Files::exists)
              .toList();
      options = options(classPath, ROOT.resolve(hash(classPath)));
    }
    return options;
  }

  private static List<String> options(List<Path> classPath, Path folder) throws IOException {
    Path cache = folder.resolve("classes.aot");
    boolean exists = Files.exists(cache);
    if (!exists) {
      delete(ROOT);
      Files.createDirectories(folder);
    }
    List<String> jars = new ArrayList<>();
    jars.add(folder.resolve("watching.jar").toString());
    for (Path entry : classPath) {
      Path jar = Files.isDirectory(entry) ? folder.resolve(jars.size() + ".jar") : entry;
      jars.add(jar.toString());
      if (!exists && Files.isDirectory(entry)) {
        pack(entry, jar);
      }
    }
    String path = String.join(File.pathSeparator, jars);
    if (!exists) {
      CommitWatchingPool.write(folder.resolve("watching.jar"));
      Path unfinished = folder.resolve("unfinished.aot");
      train(withShortLived("-XX:AOTCacheOutput=" + unfinished, "-cp", path), folder);
      Files.move(unfinished, cache);
    }
    return withShortLived("-XX:AOTCache=" + cache, "-Xlog:disable", "-cp", path);
  }

  private static List<String> withShortLived(String... options) {
    return Stream.concat(SHORT_LIVED.stream(), Stream.of(options)).toList();
  }

  private static String hash(List<Path> classPath) throws IOException {
    MessageDigest digest = sha256();
    for (Path entry : classPath) {
      boolean folder = Files.isDirectory(entry);
      for (Path file : walk(entry)) {
        String name = file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file);
        digest.update((folder ? file.toString() : name).getBytes(StandardCharsets.UTF_8));
        if (folder && Files.isRegularFile(file)) {
          digest.update(Files.readAllBytes(file));
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest(), 0, 8);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Caches take classes from jars only. */
  private static void pack(Path classes, Path jar) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      entries.setLevel(0);
      for (Path file : walk(classes)) {
        // Folders too: resources are searched in them.
        boolean folder = Files.isDirectory(file);
        if (!file.equals(classes)) {
          entries.putNextEntry(new JarEntry(classes.relativize(file) + (folder ? "/" : "")));
          if (!folder) {
            Files.copy(file, entries);
          }
          entries.closeEntry();
        }
      }
    }
  }

  /** Plays a whole incident, after which the JVM writes its cache. */
  private static void train(List<String> options, Path folder) throws IOException {
    SandboxOptions sandboxOptions =
        new SandboxOptions(0, "127.0.0.1", Path.of("manifest.yml"), true);
    try (Sandbox sandbox = Sandbox.start(sandboxOptions)) {
      Map<String, String> environment = BotProcess.environment(sandbox, folder, false);
      environment.put("DATABASE_URL", "jdbc:sqlite:" + folder.resolve("training.db"));
      environment.put("RUNBOOKS", FastRunbook.runbooks(folder).toString());
      BotProcess bot =
          BotProcess.launch(
              environment, folder.resolve("bot.log"), options, FastRunbookBot.class.getName());
      Waiting.await().until(() -> bot.answers("/readyz") || !bot.alive());
      if (!bot.alive()) {
        throw new IOException(Files.readString(folder.resolve("bot.log")));
      }
      sandbox.deliverTo(bot.address());
      var _ = new RetryingUsers(new SandboxUsers(sandbox.address()), () -> {}).wholeIncident();
      var _ = bot.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static List<Path> walk(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.sorted().toList();
    }
  }

  private static void delete(Path root) throws IOException {
    if (Files.exists(root)) {
      for (Path file : walk(root).reversed()) {
        Files.delete(file);
      }
    }
  }
}

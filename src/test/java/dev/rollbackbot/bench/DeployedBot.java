package dev.rollbackbot.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The packaged bot with the JVM's flags and the trained cache of the Dockerfile. */
record DeployedBot(Path cache) {
  static final Path JAR = Path.of("target", "rollback-bot.jar");

  static boolean isPackaged() {
    if (!Files.exists(JAR)) {
      System.out.println("skipped, " + JAR + " is not there (mvn package makes it)");
    }
    return Files.exists(JAR);
  }

  /** Plays a rollback, after which the JVM writes its cache, as when the image is made. */
  static DeployedBot trained(Path folder) throws IOException {
    Path cache = folder.resolve("rollback-bot.aot").toAbsolutePath();
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(DockerfileJvmFlags.DEPLOYED);
    line.add("-XX:AOTCacheOutput=" + cache);
    line.addAll(List.of("-jar", JAR.toString(), "sandbox", "--port", "0", "--play", "factory"));
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("train.log").toFile());
    try {
      if (builder.start().waitFor() != 0) {
        throw new IllegalStateException("the rollback for training failed; see its log");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return new DeployedBot(cache);
  }

  List<String> flags() {
    List<String> all = new ArrayList<>(DockerfileJvmFlags.DEPLOYED);
    all.add("-XX:AOTCache=" + cache);
    return all;
  }

  List<String> command() {
    return command(flags());
  }

  static List<String> command(List<String> flags) {
    List<String> all = new ArrayList<>(flags);
    all.addAll(List.of("-jar", JAR.toString(), "serve"));
    return all;
  }
}

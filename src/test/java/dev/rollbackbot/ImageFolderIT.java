package dev.rollbackbot;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.cli.SandboxLauncher;
import dev.rollbackbot.sandbox.Sandbox;
import dev.rollbackbot.sandbox.SandboxOptions;
import dev.rollbackbot.story.fixture.SandboxUsers;
import dev.rollbackbot.story.fixture.UsualRollback;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The folder that the container image holds, made by the program that the Dockerfile calls and
 * started by the Dockerfile's command: without a JDK, without a path, as an unprivileged user that
 * can write to the data and to a temporary folder only.
 */
final class ImageFolderIT {
  private static final Path IMAGE = Path.of("target", "image").toAbsolutePath();
  private static final Path DOCKERFILE = Path.of("Dockerfile");
  private static final int TERMINATED = 143;

  /** The Dockerfile's user, which owns nothing else on this machine. */
  private static final int USER = 10001;

  @TempDir static Path folder;

  @BeforeAll
  static void makeImageFolder() throws Exception {
    assertThat(Files.readString(DOCKERFILE)).contains("ImageFolder.java", "uid " + USER);
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            Path.of(".mvn", "tools", "ImageFolder.java").toString(),
            Path.of("target").toString(),
            IMAGE.toString());
    File log = folder.resolve("image.log").toFile();
    Process process = builder.redirectErrorStream(true).redirectOutput(log).start();
    assertThat(process.waitFor()).as(Files.readString(log.toPath())).isZero();
  }

  private static final List<BotProcess> STARTED = new ArrayList<>();

  @AfterAll
  static void endProcesses() throws InterruptedException {
    for (BotProcess bot : STARTED) {
      bot.kill();
    }
  }

  @Test
  void a_rollback_goes_on_in_the_next_container_from_a_backup_made_in_the_middle_of_it()
      throws Exception {
    Path data = writable("data");
    Path temporary = writable("tmp");
    try (Sandbox sandbox =
        Sandbox.start(new SandboxOptions(0, "127.0.0.1", Path.of("manifest.yml"), true))) {
      Map<String, String> environment = SandboxLauncher.environment(sandbox, data, false);
      environment.put("PATH", "");
      environment.put("JDK_JAVA_OPTIONS", "-Djava.io.tmpdir=" + temporary);
      SandboxUsers users = new SandboxUsers(sandbox.address());

      BotProcess first = start(sandbox, environment);
      String channel = UsualRollback.untilApproval(users);
      users.presses(APPROVER, channel, UsualRollback.approve(users));
      users.reads(REQUESTER, channel, "approved plan");
      Path copy = data.resolve("copy.db");
      assertThat(run(environment, "backup", copy.toString())).isZero();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
          .isEqualTo("rw-------");
      assertThat(run(environment, "backup", copy.toString())).isNotZero();
      assertThat(first.stop()).isEqualTo(TERMINATED);
      for (String end : List.of("", "-wal", "-shm")) {
        Files.deleteIfExists(data.resolve("rollback-bot.db" + end));
      }
      Files.move(copy, data.resolve("rollback-bot.db"));

      Instant restored = Instant.now();
      BotProcess second = start(sandbox, environment);
      // What the first one showed last may be newer than the backup: its buttons aren't valid.
      await().until(() -> panelUpdated(users, channel, restored));
      UsualRollback.toTheEnd(users, channel);
      users.reads(REQUESTER, INCIDENTS, "RESOLVED: Factory");
      assertThat(users.inspect().getJsonArray("providerRollbacks")).hasSize(3);
      assertThat(second.stop()).isEqualTo(TERMINATED);
    }
    assertThat(Files.readString(folder.resolve("bot.log")))
        .doesNotContain("Error", "WARNING", "AOT cache");
    assertThat(written(IMAGE)).isEmpty();
  }

  private static boolean panelUpdated(SandboxUsers users, String channel, Instant since) {
    return users.inspect().getJsonArray("apiCalls").getValuesAs(JsonObject.class).stream()
        .filter(call -> call.getString("method").equals("chat.update") && call.getBoolean("ok"))
        .filter(call -> call.getString("channel", "").equals(channel))
        .anyMatch(call -> Instant.parse(call.getString("at")).isAfter(since));
  }

  private static BotProcess start(Sandbox sandbox, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command(instruction("CMD ")));
    builder.directory(IMAGE.resolve("app").toFile());
    BotProcess bot = BotProcess.launch(builder, environment, folder.resolve("bot.log"));
    STARTED.add(bot);
    await().until(() -> bot.answers("/readyz") || !bot.alive());
    assertThat(bot.alive()).as(Files.readString(folder.resolve("bot.log"))).isTrue();
    sandbox.deliverTo(bot.address());
    return bot;
  }

  private static int run(Map<String, String> environment, String... words) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command(List.of(words)));
    builder.directory(IMAGE.resolve("app").toFile()).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("run.log").toFile()));
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start().waitFor();
  }

  /** The Dockerfile's command, in this folder instead of the image's root. */
  private static List<String> command(List<String> words) throws IOException {
    List<String> line = new ArrayList<>();
    if (root()) {
      line.addAll(
          List.of(
              "setpriv",
              "--reuid=" + USER,
              "--regid=" + USER,
              "--clear-groups",
              "--bounding-set=-all",
              "--no-new-privs"));
    }
    line.addAll(instruction("ENTRYPOINT "));
    line.addAll(words);
    line.replaceAll(word -> word.equals("/jre/bin/java") ? IMAGE + word : word);
    return line;
  }

  private static List<String> instruction(String name) throws IOException {
    String words =
        Files.readAllLines(DOCKERFILE).stream()
            .filter(line -> line.startsWith(name))
            .map(line -> line.substring(name.length()))
            .findFirst()
            .orElseThrow();
    return Json.createReader(new StringReader(words))
        .readArray()
        .getValuesAs(JsonString.class)
        .stream()
        .map(JsonString::getString)
        .toList();
  }

  private static boolean root() {
    return System.getProperty("user.name").equals("root");
  }

  private static Path writable(String name) throws IOException {
    Path made = Files.createDirectory(folder.resolve(name));
    if (root()) {
      for (Path shared : List.of(folder, IMAGE)) {
        for (Path up = shared;
            up != null && Files.getOwner(up).getName().equals("root");
            up = up.getParent()) {
          allowEntering(up);
        }
      }
      Files.setAttribute(made, "unix:uid", USER);
    }
    return made;
  }

  /** Temporary folders are closed to other users. */
  private static void allowEntering(Path shared) throws IOException {
    int mode = (int) Files.getAttribute(shared, "unix:mode");
    if ((mode & 0001) == 0) {
      Files.setAttribute(shared, "unix:mode", (mode & 07777) | 0011);
    }
  }

  /** What that user made there. */
  private static List<Path> written(Path below) throws IOException {
    try (Stream<Path> files = Files.walk(below)) {
      return files.filter(file -> owner(file) == USER).toList();
    }
  }

  private static int owner(Path file) {
    try {
      return (int) Files.getAttribute(file, "unix:uid");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

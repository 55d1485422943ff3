package dev.rollbackbot;

import static dev.rollbackbot.Waiting.await;

import dev.rollbackbot.cli.SandboxLauncher;
import dev.rollbackbot.crash.AotCache;
import dev.rollbackbot.sandbox.Sandbox;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The bot as a process of its own, so that it can be killed. */
public final class BotProcess {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** Options for a short life: little compiling. */
  private static final List<String> QUICK =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "-Djakarta.json.provider=org.eclipse.parsson.JsonProviderImpl",
          "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC");

  private final Process process;
  private final URI address;

  /** Contains its log and, in most tests, its database. */
  private final Path folder;

  private BotProcess(Process process, URI address, Path folder) {
    this.process = process;
    this.address = address;
    this.folder = folder;
  }

  /** Settings of a bot that uses these stand-ins, with its database in that folder. */
  public static Map<String, String> environment(Sandbox sandbox, Path folder, boolean socket) {
    Map<String, String> all = new HashMap<>(SandboxLauncher.environment(sandbox, folder, socket));
    // A slow machine must not refuse anybody.
    all.put("ROLES_WITHIN", "1m");
    // A proposal would take the place of the incidents that stories declare.
    all.put("RUNBOOK_SANDBOX_MODE", "off");
    return all;
  }

  /** Starts {@code serve} against the stand-ins and waits until it answers. */
  public static BotProcess start(Sandbox sandbox, Path folder) throws IOException {
    BotProcess bot = start(environment(sandbox, folder, false), folder.resolve("bot.log"));
    sandbox.deliverTo(bot.address());
    return bot;
  }

  /** Starts {@code serve} with that environment and waits until it is ready. */
  public static BotProcess start(Map<String, String> environment, Path log) throws IOException {
    BotProcess bot = launch(environment, log, AotCache.options(), FastRunbookBot.class.getName());
    await().until(() -> bot.answers("/readyz"));
    return bot;
  }

  /**
   * Starts a program on this class path without waiting for it.
   *
   * @param options of the Java machine
   */
  public static BotProcess launch(
      Map<String, String> environment, Path log, List<String> options, String... program)
      throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(QUICK);
    line.addAll(List.of("-cp", System.getProperty("java.class.path")));
    line.addAll(options);
    line.addAll(List.of(program));
    Map<String, String> all = new HashMap<>(System.getenv());
    all.putAll(environment);
    return launch(new ProcessBuilder(line), all, log);
  }

  /**
   * Starts a command without waiting for it.
   *
   * @param environment the whole of it, but for the port
   */
  public static BotProcess launch(ProcessBuilder builder, Map<String, String> environment, Path log)
      throws IOException {
    int port = UnusedPort.next();
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put("PORT", Integer.toString(port));
    return new BotProcess(
        builder.start(), URI.create("http://127.0.0.1:" + port), log.toAbsolutePath().getParent());
  }

  public URI address() {
    return address;
  }

  /** Whether it responds with 200. */
  public boolean answers(String path) {
    try {
      return HTTP.send(
                  HttpRequest.newBuilder(address.resolve(path)).timeout(Waiting.LIMIT).build(),
                  HttpResponse.BodyHandlers.ofString())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  public boolean alive() {
    return process.isAlive();
  }

  /** {@code kill -9}. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
    SecretLeakDetector.assertNone(SecretLeakDetector.leaks(folder));
  }

  /** {@code kill}, and its exit code. */
  public int stop() throws InterruptedException {
    process.destroy();
    int code = process.waitFor();
    SecretLeakDetector.assertNone(SecretLeakDetector.leaks(folder));
    return code;
  }

  /** {@code kill -STOP}. */
  public void pause() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** {@code kill -CONT}. */
  public void resume() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    if (kill.waitFor() != 0) {
      throw new IOException("kill -" + name + " failed");
    }
  }
}

package dev.rollbackbot;

import static org.awaitility.Awaitility.await;

import dev.rollbackbot.sandbox.Sandbox;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The bot as a process of its own, so that it can be killed. */
public final class BotProcess {
  private final Process process;
  private final Path folder;

  private BotProcess(Process process, Path folder) {
    this.process = process;
    this.folder = folder;
  }

  /** Starts {@code serve} against the stand-ins and waits until it answers. */
  public static BotProcess start(Sandbox sandbox, Path folder) throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.rollbackbot.Main",
            "serve");
    Map<String, String> environment = builder.environment();
    environment.putAll(SandboxCommand.environment(sandbox, folder, false));
    environment.put("PORT", Integer.toString(port));
    builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("bot.log").toFile()));
    BotProcess bot = new BotProcess(builder.start(), folder);
    URI address = URI.create("http://127.0.0.1:" + port);
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptions()
        .until(() -> answers(address.resolve("/readyz")));
    sandbox.deliverTo(address);
    return bot;
  }

  private static boolean answers(URI address) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
                  HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
              .statusCode()
          == 200;
    }
  }

  /** {@code kill -9}. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
    Canary.assertNone(Canary.leaks(folder));
  }

  /** {@code kill}, and its exit code. */
  public int stop() throws InterruptedException {
    process.destroy();
    int code = process.waitFor();
    Canary.assertNone(Canary.leaks(folder));
    return code;
  }
}

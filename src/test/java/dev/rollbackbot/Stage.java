package dev.rollbackbot;

import static org.awaitility.Awaitility.await;

import dev.rollbackbot.sandbox.Sandbox;
import dev.rollbackbot.sandbox.SandboxOptions;
import dev.rollbackbot.story.People;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The stand-ins, and the bot connected to them, in this very process. */
public final class Stage implements AutoCloseable {
  private final Sandbox sandbox;
  private final Path folder;
  private final boolean socket;
  private Bot bot;

  private Stage(Sandbox sandbox, Path folder, boolean socket) {
    this.sandbox = sandbox;
    this.folder = folder;
    this.socket = socket;
    this.bot = Bot.start(Settings.from(environment()));
    connect();
  }

  /** Over signed HTTP. */
  public static Stage http() {
    return open(false);
  }

  /** Over Socket Mode. */
  public static Stage socket() {
    return open(true);
  }

  private static Stage open(boolean socket) {
    try {
      Path folder = Files.createTempDirectory("stage");
      Sandbox sandbox =
          Sandbox.start(new SandboxOptions(0, "127.0.0.1", Path.of("manifest.yml"), true));
      return new Stage(sandbox, folder, socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void connect() {
    if (socket) {
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> people().sees(People.REQUESTER).getString("transport").equals("socket"));
    } else {
      sandbox.deliverTo(bot.address());
    }
  }

  /** The settings of a bot on this stage. */
  public Map<String, String> environment() {
    return new HashMap<>(SandboxCommand.environment(sandbox, folder, socket));
  }

  /** The people of the sandbox. */
  public People people() {
    return new People(sandbox.address());
  }

  /** The stand-ins. */
  public Sandbox sandbox() {
    return sandbox;
  }

  /** The bot's own address. */
  public java.net.URI bot() {
    return bot.address();
  }

  /** Stops the bot in good order and starts it again on the same database. */
  public void restart() {
    bot.close();
    bot = Bot.start(Settings.from(environment()));
    connect();
  }

  @Override
  public void close() {
    bot.close();
    sandbox.close();
  }
}

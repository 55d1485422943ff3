package dev.rollbackbot.cli;

import dev.rollbackbot.store.Database;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Copies the database while the bot is running. */
@Command(
    name = "backup",
    description =
        "Copy the SQLite database of DATABASE_URL to a new file, also while the bot is running.",
    mixinStandardHelpOptions = true)
public final class BackupCommand implements Callable<Integer> {
  /** A writer holds the lock for far less. */
  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(30);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", description = "The copy; must not exist.")
  private Path file = Path.of("");

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    try {
      Database.backUp(Settings.databaseUrl(System.getenv()), file, LOCK_TIMEOUT);
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage());
      return 1;
    } catch (FileAlreadyExistsException e) {
      err.println(file + " exists already; name a new file.");
      return 1;
    } catch (NoSuchFileException e) {
      err.println(
          file.toString().equals(e.getFile())
              ? "The folder of " + file + " does not exist."
              : e.getFile() + " does not exist. DATABASE_URL says where the database is.");
      return 1;
    } catch (IOException e) {
      err.println("The backup could not be written: " + e.getMessage());
      return 1;
    }
    spec.commandLine().getOut().println("The database was copied to " + file + ".");
    return 0;
  }
}

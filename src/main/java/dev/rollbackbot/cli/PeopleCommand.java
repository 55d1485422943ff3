package dev.rollbackbot.cli;

import dev.rollbackbot.secret.PrivateFiles;
import dev.rollbackbot.secret.Secret;
import dev.rollbackbot.store.Database;
import dev.rollbackbot.store.people.PersonRecords;
import dev.rollbackbot.store.people.PersonRecords.PersonEvent;
import jakarta.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is stored about a person: handed out, or erased. Uses {@code DATABASE_URL}. */
@Command(
    name = "people",
    description = "Export or erase what the database holds about a person.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class PeopleCommand {
  private final Function<Secret, Database> open;

  public PeopleCommand(Function<Secret, Database> open) {
    this.open = open;
  }

  @Command(
      name = "export",
      description = "Write the events that name a person to a file, one JSON object a line.",
      mixinStandardHelpOptions = true)
  int export(
      @Parameters(paramLabel = "ID", description = "Slack's id, such as U012ABCDEF.") String person,
      @Parameters(paramLabel = "FILE", description = "A file that does not exist.") Path file,
      @Option(names = "--private", description = "Also the events of private incidents.")
          boolean withPrivate)
      throws IOException {
    return with(
        person,
        records -> {
          List<PersonEvent> all = records.events(person);
          List<PersonEvent> shown =
              all.stream().filter(e -> withPrivate || !e.ofPrivateIncident()).toList();
          write(file, shown);
          System.out.printf(
              Locale.ROOT,
              "%d events written to %s.%s%n",
              shown.size(),
              file,
              shown.size() == all.size()
                  ? ""
                  : " "
                      + (all.size() - shown.size())
                      + " of private incidents are left out; --private includes them.");
          return 0;
        });
  }

  private static void write(Path file, List<PersonEvent> events) throws IOException {
    if (Files.exists(file)) {
      throw new IllegalArgumentException(file + " exists. Name a file that does not.");
    }
    PrivateFiles.createFile(file);
    Files.writeString(file, events.stream().map(PeopleCommand::line).collect(Collectors.joining()));
  }

  private static String line(PersonEvent event) {
    return Json.createObjectBuilder()
            .add("incident", "INC-" + event.incident())
            .add("at", event.at())
            .add("type", event.type())
            .add("event", event.json())
            .build()
        + "\n";
  }

  @Command(
      name = "erase",
      description = "Replace a person's id by a pseudonym wherever it is stored.",
      mixinStandardHelpOptions = true)
  int erase(
      @Parameters(paramLabel = "ID", description = "Slack's id, such as U012ABCDEF.") String person)
      throws IOException {
    return with(
        person,
        records -> {
          List<Integer> open = records.openIncidents(person);
          if (!open.isEmpty()) {
            System.err.printf(
                "Nothing was erased: %s is named in incidents that are not over (%s). End them"
                    + " first.%n",
                person, open.stream().map(n -> "INC-" + n).collect(Collectors.joining(", ")));
            return 1;
          }
          String pseudonym = pseudonym();
          int replaced = records.erase(person, pseudonym);
          System.out.printf(
              Locale.ROOT,
              "%s is %s now, in %d places. Slack and backups have to be dealt with apart; see"
                  + " docs/privacy.md.%n",
              person,
              pseudonym,
              replaced);
          return 0;
        });
  }

  /** Random, so that it can't be computed from the id; it has the form of an id. */
  private static String pseudonym() {
    return "UERASED"
        + Long.toString(new SecureRandom().nextLong(1L << 40), 36).toUpperCase(Locale.ROOT);
  }

  private interface RecordsUse {
    int apply(PersonRecords records) throws IOException;
  }

  private int with(String person, RecordsUse use) throws IOException {
    if (!person.matches("[UW][A-Z0-9]{5,20}")) {
      throw new IllegalArgumentException(
          "“"
              + person
              + "” is no id of a person in Slack. It looks like U012ABCDEF and is in"
              + " their profile, under “Copy member ID”.");
    }
    SettingsReader settings = new SettingsReader(System.getenv());
    Secret url = new SecretReader(settings).database();
    if (!settings.problems().isEmpty()) {
      throw new Settings.InvalidSettings(settings.problems());
    }
    try (Database database = open.apply(url)) {
      return use.apply(new PersonRecords(database.dataSource()));
    }
  }
}

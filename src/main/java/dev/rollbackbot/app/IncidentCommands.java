package dev.rollbackbot.app;

import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.AdvisedAction;
import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Declaration;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.RejectionCode;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.Stage;
import dev.rollbackbot.runbook.Runbook;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Takes the commands of people. What is accepted is stored durably on return. Each method takes the
 * payload's key: a second delivery of a payload gets the first one's result and changes nothing.
 */
public interface IncidentCommands {
  CommandResult declare(String key, Actor by, Runbook runbook, Declaration declaration);

  CommandResult handle(String key, IncidentId incident, Command command);

  /** As the other method; what no longer means what the person saw is refused. */
  CommandResult handle(String key, IncidentId incident, Command command, Sight sight);

  /** Whether it would be refused of that incident. Reads nothing and stores nothing. */
  boolean refuses(Incident incident, Command command);

  /**
   * Refuses what is refused, whatever its person's roles are, and is never accepted: what the
   * incident would allow by now is refused as outdated. So the roles of the command's person may be
   * made up.
   */
  CommandResult refuse(String key, IncidentId incident, Command command, Sight sight);

  /** The incident's current state, if it exists. */
  Optional<Incident> incident(IncidentId id);

  /**
   * What the person saw who gives a command.
   *
   * @param stage as the button carried it
   * @param waitedSince how many events the incident had when a command arrived that waited; empty:
   *     it did not wait
   */
  record Sight(Optional<Stage> stage, OptionalLong waitedSince) {
    public static final Sight UNKNOWN = new Sight(Optional.empty(), OptionalLong.empty());
  }

  sealed interface CommandResult {}

  /** Stored; its effects follow. */
  record Committed(Incident incident) implements CommandResult {}

  /**
   * Not allowed, or not possible now.
   *
   * @param advice what the text advises; a second delivery gets none
   */
  record Refused(RejectionCode code, RichText text, List<AdvisedAction> advice)
      implements CommandResult {
    public Refused {
      advice = List.copyOf(advice);
    }

    public Refused(RejectionCode code, RichText text) {
      this(code, text, List.of());
    }
  }

  /** An incident of that runbook and environment is open already. */
  record AlreadyOpen(IncidentId incident, Optional<Channel> channel) implements CommandResult {}

  /** Nothing could be stored; the person must try again. */
  record NotStored(String why) implements CommandResult {}

  /** It isn't known whether it was stored: all of it, or nothing. */
  record PerhapsStored(String why) implements CommandResult {}
}

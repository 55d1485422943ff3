package dev.rollbackbot.app;

import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Declaration;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.RejectionCode;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.runbook.Runbook;
import java.util.Optional;

/** Where people's wishes are taken. What it accepts is stored durably before it returns. */
public interface IncidentCommands {
  /**
   * Declares an incident.
   *
   * @param key the payload's, for once-only: a second delivery gets the same receipt
   */
  CommandResult declare(String key, Actor by, Runbook runbook, Declaration declaration);

  /**
   * Hands a command to an incident.
   *
   * @param key the payload's, for once-only: a second delivery gets the same receipt
   */
  CommandResult handle(String key, IncidentId incident, Command command);

  /** The incident as it is now, if it exists. */
  Optional<Incident> incident(IncidentId id);

  /** What became of a wish. */
  sealed interface CommandResult {}

  /** It is stored, and what follows will happen. */
  record Committed(Incident incident) implements CommandResult {}

  /** Nothing changed, and why. */
  record Refused(RejectionCode code, RichText text) implements CommandResult {}

  /** One is open already: go there. */
  record AlreadyOpen(IncidentId incident, Optional<Channel> channel) implements CommandResult {}

  /** Nothing could be stored; the person must try again. */
  record NotStored(String why) implements CommandResult {}
}

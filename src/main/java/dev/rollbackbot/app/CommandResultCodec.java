package dev.rollbackbot.app;

import dev.rollbackbot.app.IncidentCommands.AlreadyOpen;
import dev.rollbackbot.app.IncidentCommands.CommandResult;
import dev.rollbackbot.app.IncidentCommands.Committed;
import dev.rollbackbot.app.IncidentCommands.NotStored;
import dev.rollbackbot.app.IncidentCommands.PerhapsStored;
import dev.rollbackbot.app.IncidentCommands.Refused;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.RejectionCode;
import dev.rollbackbot.incident.RichText;
import java.util.Optional;
import java.util.function.Function;

/**
 * The result of a payload as one stored line, so that a second delivery gets the same result: its
 * kind, a space, and its values.
 */
final class CommandResultCodec {
  private static final String ACCEPTED = "accepted";
  private static final String REFUSED = "refused";
  private static final String OPEN = "open";

  private CommandResultCodec() {}

  static String write(CommandResult result) {
    return switch (result) {
      case Committed committed -> accepted(committed.incident().id());
      case Refused refused -> REFUSED + " " + refused.code() + " " + refused.text().plainText();
      case AlreadyOpen alreadyOpen -> OPEN + " " + alreadyOpen.incident().number();
      case NotStored _, PerhapsStored _ -> "";
    };
  }

  static String accepted(IncidentId incident) {
    return ACCEPTED + " " + incident.number();
  }

  static CommandResult read(String line, Function<IncidentId, Optional<Incident>> incidents) {
    String[] parts = line.split(" ", 2);
    if (parts.length == 2 && parts[0].equals(REFUSED)) {
      String[] refusal = parts[1].split(" ", 2);
      return new Refused(
          RejectionCode.valueOf(refusal[0]),
          RichText.of("").quote(refusal.length > 1 ? refusal[1] : ""));
    }
    Optional<Incident> incident =
        parts.length == 2
            ? incidents.apply(new IncidentId(Integer.parseInt(parts[1])))
            : Optional.empty();
    if (incident.isEmpty()) {
      return new Refused(RejectionCode.ALREADY_DONE, RichText.of("This was handled already."));
    }
    return parts[0].equals(OPEN)
        ? new AlreadyOpen(incident.get().id(), incident.get().details().channel())
        : new Committed(incident.get());
  }
}

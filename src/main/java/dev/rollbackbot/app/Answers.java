package dev.rollbackbot.app;

import dev.rollbackbot.app.Desk.Accepted;
import dev.rollbackbot.app.Desk.AlreadyOpen;
import dev.rollbackbot.app.Desk.NotStored;
import dev.rollbackbot.app.Desk.Receipt;
import dev.rollbackbot.app.Desk.Refused;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.Prose;
import dev.rollbackbot.incident.Reason;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a payload was answered, as one stored line, so that a second delivery is answered the same:
 * a word, a blank, and what belongs to it.
 */
final class Answers {
  private static final String ACCEPTED = "accepted";
  private static final String REFUSED = "refused";
  private static final String OPEN = "open";

  private Answers() {}

  static String write(Receipt receipt) {
    return switch (receipt) {
      case Accepted a -> accepted(a.incident().id());
      case Refused r -> REFUSED + " " + r.reason() + " " + r.text().plain();
      case AlreadyOpen o -> OPEN + " " + o.incident().number();
      case NotStored _ -> "";
    };
  }

  static String accepted(IncidentId incident) {
    return ACCEPTED + " " + incident.number();
  }

  static Receipt read(String line, Function<IncidentId, Optional<Incident>> incidents) {
    String[] parts = line.split(" ", 2);
    if (parts.length == 2 && parts[0].equals(REFUSED)) {
      String[] refusal = parts[1].split(" ", 2);
      return new Refused(
          Reason.valueOf(refusal[0]), Prose.of("").quote(refusal.length > 1 ? refusal[1] : ""));
    }
    Optional<Incident> incident =
        parts.length == 2 ? incidents.apply(id(parts[1])) : Optional.empty();
    return incident
        .<Receipt>map(i ->
            parts[0].equals(OPEN) ? new AlreadyOpen(i.id(), i.facts().channel()) : new Accepted(i))
        .orElseGet(() -> new Refused(Reason.ALREADY_DONE, Prose.of("This was handled already.")));
  }

  private static IncidentId id(String number) {
    return new IncidentId(Integer.parseInt(number));
  }
}

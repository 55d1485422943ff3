package dev.rollbackbot.slack.view;

import dev.rollbackbot.incident.Facts;
import dev.rollbackbot.incident.Prose;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.runbook.SignOff;
import java.util.List;
import java.util.Optional;

/** The two signatures. */
final class SignaturePart {
  private SignaturePart() {}

  static Prose of(Facts f, State.AwaitingSignOff s) {
    SignOff labels = f.runbook().signOff();
    return Prose.of("*Sign-off*  for exactly what is measured above\n")
        .add(line(labels.rolledBack(), s.rolledBack()))
        .text("\n")
        .add(line(labels.verified() + " (another person)", Optional.empty()));
  }

  static Prose of(Facts f, State.Resolved s) {
    SignOff labels = f.runbook().signOff();
    return Prose.of("*Sign-off*\n")
        .add(line(labels.rolledBack(), Optional.of(s.rolledBack())))
        .text("\n")
        .add(line(labels.verified(), Optional.of(s.verified())))
        .text("\nPost-mortem on ")
        .with(Prose.Kind.DATE, s.postMortem().toString(), "");
  }

  private static Prose line(String label, Optional<State.Signature> signature) {
    return signature
        .map(x -> Prose.of("✓ " + label + "   ").person(x.by()).text(", ").time(x.at()))
        .orElseGet(() -> new Prose(List.of()).text("○ " + label));
  }
}

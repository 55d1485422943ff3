package dev.rollbackbot.slack.view.panel;

import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.runbook.SignOff;
import java.util.Optional;

/** The two signatures of the sign-off. */
final class SignatureSection {
  private SignatureSection() {}

  static RichText of(IncidentDetails details, State.AwaitingSignOff state) {
    SignOff labels = details.runbook().signOff();
    return RichText.of("*Sign-off*  for exactly what is measured above\n")
        .add(line(labels.rolledBack(), state.rolledBackSignature()))
        .text("\n")
        .add(line(labels.verified() + " (another person)", Optional.empty()));
  }

  static RichText of(IncidentDetails details, State.Resolved state) {
    SignOff labels = details.runbook().signOff();
    return RichText.of("*Sign-off*\n")
        .add(line(labels.rolledBack(), Optional.of(state.rolledBackSignature())))
        .text("\n")
        .add(line(labels.verified(), Optional.of(state.verifiedSignature())))
        .text("\nPost-mortem on ")
        .with(RichText.SpanKind.DATE, state.postMortem().toString(), "");
  }

  private static RichText line(String label, Optional<State.Signature> signature) {
    return signature
        .map(s -> RichText.of("✓ " + label + "   ").person(s.by()).text(", ").time(s.at()))
        .orElseGet(() -> RichText.of("○ " + label));
  }
}

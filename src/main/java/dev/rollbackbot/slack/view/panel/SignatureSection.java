package dev.rollbackbot.slack.view.panel;

import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.assessment.RollbackResults;
import dev.rollbackbot.incident.rollback.RollbackResult;
import dev.rollbackbot.incident.text.EndingText;
import dev.rollbackbot.incident.text.WatchText;
import dev.rollbackbot.runbook.SignOff;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The two signatures of the sign-off. */
final class SignatureSection {
  private SignatureSection() {}

  static RichText of(IncidentDetails details, State.AwaitingSignOff state) {
    SignOff labels = details.runbook().signOff();
    RollbackResult result = RollbackResults.of(details, state.rollback());
    RichText second =
        state
            .secondSignature()
            .map(s ->
                RichText.of("◐ " + labels.verified() + "   ")
                    .person(s.by())
                    .text(", counts once what is live has been read again"))
            .orElseGet(() -> line(labels.verified() + " (another person)", Optional.empty()));
    return RichText.of("*Sign-off*  for what is measured above, and for this ending: *")
        .text(EndingText.words(result.ending()) + "*\n")
        .add(result.services().isEmpty() ? RichText.EMPTY : EndingText.services(result.services()))
        .text(result.services().isEmpty() ? "" : "\n")
        .add(line(labels.rolledBack(), state.rolledBackSignature()))
        .text("\n")
        .add(second)
        .add(involved(details.involved().keySet()));
  }

  /** Who can't give the second signature, so that people know whom to ask. */
  static RichText involved(Set<String> people) {
    if (people.isEmpty()) {
      return RichText.EMPTY;
    }
    RichText out = RichText.of("\nInvolved, so not second: ");
    String separator = "";
    for (String person : new TreeSet<>(people)) {
      out = out.text(separator).person(person);
      separator = ", ";
    }
    return out;
  }

  static RichText of(IncidentDetails details, State.Resolved state) {
    SignOff labels = details.runbook().signOff();
    return RichText.of("*Sign-off*\n")
        .add(EndingText.services(state.result().services()))
        .text(state.result().services().isEmpty() ? "" : "\n")
        .add(line(labels.rolledBack(), Optional.of(state.rolledBackSignature())))
        .text("\n")
        .add(line(labels.verified(), Optional.of(state.verifiedSignature())))
        .text("\nPost-mortem on ")
        .with(RichText.SpanKind.DATE, state.postMortem().toString(), "")
        .add(WatchText.since(state))
        .add(WatchText.unread(details, state));
  }

  private static RichText line(String label, Optional<State.Signature> signature) {
    return signature
        .map(s -> RichText.of("✓ " + label + "   ").person(s.by()).text(", ").time(s.at()))
        .orElseGet(() -> RichText.of("○ " + label));
  }
}

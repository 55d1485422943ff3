package dev.rollbackbot.incident.assessment;

import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.RollbackResult;
import dev.rollbackbot.incident.verification.ItemStatus;
import dev.rollbackbot.incident.verification.VerificationResults;
import dev.rollbackbot.runbook.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** What people confirm and sign: what is live; then the verification, its waivers, the ending. */
public final class SignOffContent {
  private static final int LENGTH = 16;

  private SignOffContent() {}

  /**
   * The same as long as people would sign the same. A form may be sent, or an outdated panel
   * pressed, after the verification has begun and passed again with other versions live.
   */
  public static String fingerprint(IncidentDetails details, State.AwaitingSignOff state) {
    RollbackResult result = RollbackResults.of(details, state.rollback());
    List<String> lines = new ArrayList<>();
    // What makes a signature void must not have come before it without having been seen.
    lines.add(signed(details, state));
    lines.add(result.ending().name());
    result
        .services()
        .forEach(s ->
            lines.add(
                s.service().service().id()
                    + " "
                    + s.match()
                    + " "
                    + s.live().map(Deployment::label).orElse("")));
    return hash(lines);
  }

  /**
   * Of what a signature is for. It is the same after a reading that fails: the second signature
   * counts only once everything was read.
   */
  public static String signed(IncidentDetails details, State.AwaitingSignOff state) {
    List<String> lines = new ArrayList<>();
    lines.add(state.verifiedAt().toString());
    lines.add(live(details));
    // A signature is for this ending, and for what became of each service.
    RollbackResult result =
        RollbackResults.of(details.with(details.live().withKnownForUnread()), state.rollback());
    lines.add(result.ending().name());
    result.services().forEach(s -> lines.add(s.service().service().id() + " " + s.match()));
    result.notDone().forEach(step -> lines.add("not done " + step.step().id()));
    details.checklist().entries().stream()
        .filter(entry -> entry.status() instanceof ItemStatus.Skipped)
        .forEach(entry -> lines.add("skipped " + entry.item().id()));
    lines.addAll(waived(state.results()));
    return hash(lines);
  }

  private static List<String> waived(VerificationResults results) {
    return results.waived().stream().map(id -> "waived " + id).toList();
  }

  /** The same as long as the same is live as far as is known: what people confirm is about that. */
  public static String live(IncidentDetails details) {
    List<String> lines = new ArrayList<>();
    new TreeMap<>(details.live().known())
        .forEach((service, deployment) -> lines.add(service + " " + deployment.label()));
    return hash(lines);
  }

  private static String hash(List<String> lines) {
    return SourceText.sha256(String.join("\n", lines)).substring(0, LENGTH);
  }
}

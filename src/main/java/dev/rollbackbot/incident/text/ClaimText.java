package dev.rollbackbot.incident.text;

import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.rollback.RollbackResult;
import dev.rollbackbot.incident.rollback.ServiceResult;
import dev.rollbackbot.incident.verification.Checklist;
import dev.rollbackbot.incident.verification.ItemStatus;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.VerificationResults;
import dev.rollbackbot.runbook.ChecklistItem;
import dev.rollbackbot.runbook.template.Claim;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The claims of a last post. A claim is said only if everything holds that it stands on; otherwise
 * its negative form is said. It is never left out because it does not hold.
 */
final class ClaimText {
  private final IncidentDetails details;
  private final VerificationResults results;
  private final RollbackResult result;

  ClaimText(IncidentDetails details, State.Resolved state) {
    this.details = details;
    this.results = state.signedResults();
    this.result = state.result();
  }

  /** The worse ones last. */
  private enum Support {
    HOLDS,
    WAIVED,
    FAILS
  }

  /** The claims, one a line; those about nothing that exists in this environment are left out. */
  RichText lines(List<Claim> claims) {
    RichText out = RichText.EMPTY;
    for (Claim claim : claims) {
      Optional<RichText> line = line(claim);
      if (line.isPresent()) {
        out = (out.spans().isEmpty() ? out : out.text("\n")).add(line.get());
      }
    }
    return out;
  }

  private Optional<RichText> line(Claim claim) {
    List<Support> all = claim.from().stream().flatMap(id -> support(id).stream()).toList();
    if (all.isEmpty()) {
      return Optional.empty();
    }
    // What does not exist in this environment was not confirmed here.
    if (all.contains(Support.FAILS) || all.size() < claim.from().size()) {
      return Optional.of(RichText.of("✗ " + claim.otherwise()));
    }
    boolean measuredFails =
        claim.whereMeasured().stream()
            .flatMap(id -> support(id).stream())
            .anyMatch(Support.FAILS::equals);
    if (measuredFails) {
      return Optional.of(RichText.of("✗ " + claim.otherwise()));
    }
    boolean waived =
        Stream.concat(claim.from().stream(), claim.whereMeasured().stream())
            .flatMap(id -> support(id).stream())
            .anyMatch(Support.WAIVED::equals);
    return Optional.of(
        waived
            ? RichText.of("– " + claim.otherwise() + " (waived)")
            : RichText.of("✓ " + claim.text()));
  }

  /** Empty: there is no such thing in this environment. */
  private Optional<Support> support(String id) {
    return results
        .probe(id)
        .map(this::support)
        .or(() -> results.check(id).map(c -> support(c.status())))
        .or(() -> measured(id))
        .or(() -> service(id).map(ClaimText::support))
        .or(() -> details.checklist().entry(id).map(this::support));
  }

  /** Of a human check that nobody was asked for, because probes measured it. */
  private Optional<Support> measured(String id) {
    return details.runbook().checks().stream()
        .filter(check -> check.id().equals(id))
        .flatMap(check -> check.measuredBy().stream())
        .flatMap(probe -> results.probe(probe).stream())
        .map(this::support)
        .max(Comparator.naturalOrder());
  }

  private Support support(Checklist.TrackedItem entry) {
    // The card of a private incident tells nobody what it is about.
    boolean toldNothing =
        details.isPrivate()
            && entry.item().assignee() instanceof ChecklistItem.BotAssignee bot
            && bot.botTask() == ChecklistItem.BotTask.NOTIFY_TEAM;
    return toldNothing && entry.status() instanceof ItemStatus.Done
        ? Support.FAILS
        : support(entry.status());
  }

  private Support support(VerificationResults.ProbeRun run) {
    if (run.waiver().isPresent()) {
      return Support.WAIVED;
    }
    return run.lastResult().filter(r -> r.verdict() == ProbeResult.Verdict.PASSED).isPresent()
        ? Support.HOLDS
        : Support.FAILS;
  }

  private Optional<ServiceResult> service(String id) {
    return result.services().stream()
        .filter(s -> s.service().service().id().equals(id))
        .findFirst();
  }

  private static Support support(ServiceResult service) {
    return service.takenBack() ? Support.HOLDS : Support.FAILS;
  }

  private static Support support(ItemStatus status) {
    return switch (status) {
      case ItemStatus.Done _ -> Support.HOLDS;
      case ItemStatus.Skipped _ -> Support.WAIVED;
      case ItemStatus.Open _,
          ItemStatus.Deferred _,
          ItemStatus.TaskRunning _,
          ItemStatus.TaskFailed _ ->
          Support.FAILS;
    };
  }
}

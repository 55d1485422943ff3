package dev.rollbackbot.app.trigger;

import dev.rollbackbot.app.IncidentStore.StoreUnavailable;
import dev.rollbackbot.app.proposal.ProposalOutcome;
import dev.rollbackbot.app.proposal.Proposals;
import dev.rollbackbot.app.trigger.FiringRecord.FiringJudgement;
import dev.rollbackbot.app.trigger.TriggerFirings.FiringOutcome;
import dev.rollbackbot.incident.proposal.Judgement;
import dev.rollbackbot.incident.proposal.Suspicion;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.trigger.TriggerMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Firings become proposals and incidents, and what people make of these is stored with them. */
public final class IncidentProposals implements TriggerProposals {
  private static final Logger LOG = LoggerFactory.getLogger(IncidentProposals.class);

  private final Proposals proposals;
  private final TriggerNotices notices;

  public IncidentProposals(Proposals proposals, TriggerRecords records, TriggerNotices notices) {
    this.proposals = proposals;
    this.notices = notices;
    proposals.onJudged(judgement -> store(records, judgement));
  }

  private static void store(TriggerRecords records, Judgement judgement) {
    records.judge(
        new TriggerKey(judgement.runbook(), judgement.environment(), judgement.trigger()),
        judgement.at(),
        judgement.right() ? FiringJudgement.RIGHT : FiringJudgement.WRONG);
  }

  /**
   * Without a suspect there is nothing to roll back: it begins nothing. It is told where something
   * is open, and otherwise in the incidents channel.
   */
  @Override
  public FiringOutcome propose(
      Runbook runbook, String environment, Suspicion suspicion, TriggerMode mode) {
    if (suspicion.suspect().isEmpty()) {
      return proposals
          .addToOpen(runbook.id(), environment, suspicion)
          .map(IncidentProposals::outcome)
          .filter(o -> o == FiringOutcome.ADDED || o == FiringOutcome.TOLD_IN_DRILL)
          .orElseGet(() -> {
            notices.withoutSuspect(runbook, environment, suspicion);
            return FiringOutcome.WITHOUT_SUSPECT;
          });
    }
    return outcome(proposals.propose(runbook, environment, suspicion, mode));
  }

  private static FiringOutcome outcome(ProposalOutcome outcome) {
    return switch (outcome) {
      case ProposalOutcome.Begun _ -> FiringOutcome.PROPOSED;
      case ProposalOutcome.AddedToOpen _ -> FiringOutcome.ADDED;
      case ProposalOutcome.ToldInDrill _ -> FiringOutcome.TOLD_IN_DRILL;
      case ProposalOutcome.NotProposed(String why) -> {
        LOG.info("not proposed why={}", why);
        yield FiringOutcome.RECORDED;
      }
      // It is measured, and told, once more.
      case ProposalOutcome.TryAgain(String why) -> throw new StoreUnavailable(why);
    };
  }

  @Override
  public boolean isInDrill(String runbook, String environment) {
    return proposals.isInDrill(runbook, environment);
  }

  @Override
  public void alertChanged(
      String runbook, String environment, String trigger, boolean firing, boolean flaps) {
    if (!proposals.alertChanged(runbook, environment, trigger, firing, flaps)) {
      throw new StoreUnavailable("That an alert has changed can't be stored");
    }
  }

  @Override
  public void recovered(String runbook, String environment, String trigger) {
    if (!proposals.recovered(runbook, environment, trigger)) {
      throw new StoreUnavailable("That a trigger has recovered can't be stored");
    }
  }
}

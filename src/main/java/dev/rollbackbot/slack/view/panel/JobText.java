package dev.rollbackbot.slack.view.panel;

import com.slack.api.model.block.LayoutBlock;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.assessment.PlannedJobs;
import dev.rollbackbot.incident.assessment.database.DatabaseSteps;
import dev.rollbackbot.incident.commit.BranchTip;
import dev.rollbackbot.incident.commit.Commit;
import dev.rollbackbot.incident.rollback.PlannedJob;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.text.StepText;
import dev.rollbackbot.runbook.job.JobInput.CommitsInput;
import dev.rollbackbot.slack.view.action.PanelAction;
import dev.rollbackbot.slack.view.blockkit.ActionValue;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import dev.rollbackbot.slack.view.blockkit.BlockKitLimits;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import dev.rollbackbot.text.Truncation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a step has a provider run, for people who approve it. */
final class JobText {
  private static final int SUBJECT = 60;
  private static final int AUTHOR = 30;

  private JobText() {}

  /** A job whose values somebody must choose. */
  static LayoutBlock open(
      IncidentDetails details, String block, PlannedStep step, PlannedJob job, ActionValue about) {
    return BlockKit.section(
        block,
        text(step, job)
            + doneWhen(details, step)
            + "\n_To choose:_ "
            + Mrkdwn.quote(String.join(", ", job.missing())),
        BlockKit.button(PanelAction.CHOOSE_INPUTS, step.id(), "Choose…", about));
  }

  /** The way back is part of what is approved; nothing of either is cut. */
  static List<LayoutBlock> planned(
      IncidentDetails details, String block, PlannedStep step, PlannedJob job, ActionValue about) {
    List<String> texts = texts(details, step, job);
    List<LayoutBlock> out = new ArrayList<>();
    out.add(
        job.values().isEmpty()
            ? BlockKit.consent(block, texts.getFirst())
            : BlockKit.consent(
                block,
                texts.getFirst(),
                BlockKit.button(PanelAction.CHOOSE_INPUTS, step.id(), "Change…", about)));
    texts.stream().skip(1).map(t -> BlockKit.consent(block + ":back", t)).forEach(out::add);
    return out;
  }

  /** The call and its way back, in as many texts as fit into a block each. */
  static List<String> texts(IncidentDetails details, PlannedStep step, PlannedJob job) {
    String call = text(step, job) + doneWhen(details, step);
    String more =
        job.tip().map(JobText::tip).orElse("")
            + moving(details, step, job)
            + commits(job)
            + wayBack(details, step, job);
    String whole = call + "\n" + more;
    return whole.length() <= BlockKitLimits.SECTION ? List.of(whole) : List.of(call, more);
  }

  /** What is known of the commits that were chosen, a line each. */
  private static String commits(PlannedJob job) {
    return job.offered().stream()
        .flatMap(offered ->
            job.values().values().stream()
                .flatMap(value -> Stream.of(value.split(" ", -1)))
                .filter(CommitsInput::isId)
                .flatMap(id -> offered.find(id).stream())
                .distinct()
                .limit(CommitsInput.MOST))
        .map(JobText::commit)
        .collect(Collectors.joining());
  }

  private static String commit(Commit commit) {
    return "    %s %s, %s, %s\n"
        .formatted(
            commit.shortId(),
            subject(commit),
            Mrkdwn.quote(Truncation.truncate(commit.author(), AUTHOR)),
            commit.written().map(Mrkdwn::time).orElse("at an unknown time"));
  }

  /** As the runbook has it: an incident's does not change. */
  private static String doneWhen(IncidentDetails details, PlannedStep step) {
    return details
        .method()
        .job(step.id())
        .flatMap(details.runbook()::doneWhen)
        .map(text -> "\n" + Mrkdwn.quote(text))
        .orElse("");
  }

  private static String wayBack(IncidentDetails details, PlannedStep step, PlannedJob job) {
    return job.wayBack()
            .map(way -> "_Way back:_ " + Mrkdwn.quote(way))
            .orElse("_There is no way back._")
        + DatabaseSteps.spec(details, step)
            .map(spec -> "\n_" + StepText.restoreOffered(spec) + "_")
            .orElse("");
  }

  private static String text(PlannedStep step, PlannedJob job) {
    String service =
        job.service().map(s -> " for " + Mrkdwn.quote(s.service().name())).orElse("")
            + job.live()
                .map(l -> ", " + Mrkdwn.quote(l.label()) + " live when planned,")
                .orElse("");
    boolean unread = job.service().isPresent() && job.live().isEmpty();
    return "• *%s*%s runs\n%s%s"
        .formatted(
            Mrkdwn.quote(step.title()),
            service,
            Mrkdwn.quote(job.call()),
            unread
                ? "\n_What is live could not be read for this plan: nothing is compared before it"
                    + " starts._"
                : "");
  }

  private static String tip(BranchTip tip) {
    String branch = Mrkdwn.quote(tip.branch());
    return tip.commit()
        .map(c ->
            "It starts from %s at %s %s. If %1$s has moved by then, nothing is done.\n"
                .formatted(branch, c.shortId(), subject(c)))
        .orElseGet(() ->
            "_The newest commit of %s could not be read for this plan: what it has when the step begins is taken, with commits that this plan does not show.%s_\n"
                .formatted(branch, tip.problem().map(p -> " " + Mrkdwn.quote(p)).orElse("")));
  }

  /** What an approval is not for. */
  private static String moving(IncidentDetails details, PlannedStep step, PlannedJob job) {
    return details
        .method()
        .job(step.id())
        .flatMap(run -> PlannedJobs.startsAtAny(details, run, job))
        .map(ref ->
            "_It runs with whatever %s is at when it starts: that is not compared._\n"
                .formatted(Mrkdwn.quote(ref)))
        .orElse("");
  }

  private static String subject(Commit commit) {
    return Mrkdwn.quote(Truncation.truncate(commit.subject(), SUBJECT));
  }
}

package dev.rollbackbot.incident.text;

import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Effect.StakeholderNotice;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.UndeliveredPost;
import dev.rollbackbot.incident.rollback.StepRun;
import java.util.Optional;
import java.util.stream.Stream;

/** Posts to stakeholders that no template is for, and what is said when one was refused. */
public final class StakeholderPosts {
  private StakeholderPosts() {}

  /** All that is said of a private incident outside of its channel. */
  public static RichText privateEnding(IncidentDetails details) {
    return RichText.of(details.id().label() + ", a private incident, is over.");
  }

  /** It was told that it is over. */
  public static RichText privateReopened(IncidentDetails details) {
    return RichText.of(details.id().label() + ", a private incident, is open again.");
  }

  private static RichText ofPrivate(Incident incident) {
    return incident.state() instanceof State.Ended
        ? privateEnding(incident.details())
        : privateReopened(incident.details());
  }

  public static RichText closed(Incident incident) {
    return RichText.of(
        incident.details().runbook().name() + ": " + StatusText.status(incident) + ".");
  }

  public static RichText cancelled(Incident incident, State.Cancelled state) {
    return RichText.of(incident.details().runbook().name() + ": ")
        .text("the rollback was cancelled" + done(incident.details(), state) + ". ")
        .quote(state.reason());
  }

  /** Whether they read why it is cancelled. */
  public static boolean readReason(Incident incident) {
    return !incident.details().isPrivate() && incident.details().stakeholdersToldAt().isPresent();
  }

  /** How much of a cancelled rollback was done, to be added to that it was; empty text: nothing. */
  static String done(IncidentDetails details, State.Cancelled state) {
    return steps(details, state).anyMatch(StakeholderPosts::done)
        ? " after some of it had been done"
        : steps(details, state).anyMatch(StakeholderPosts::mayBeDone)
            ? "; some of it may have been done"
            : "";
  }

  private static Stream<StepRun> steps(IncidentDetails details, State.Cancelled state) {
    return Stream.concat(details.earlierRollbacks().stream(), state.unfinishedRollback().stream())
        .flatMap(rollback -> rollback.steps().stream());
  }

  private static boolean done(StepRun step) {
    return step.status() instanceof StepRun.DoneByHand
        || step.doneByJob()
        || (step.status() instanceof StepRun.TargetLive done && !done.alreadyLive());
  }

  private static boolean mayBeDone(StepRun step) {
    return step.mayHaveRun()
        || step.status() instanceof StepRun.OutcomeUnknown
        || (step.status() instanceof StepRun.TargetLive live && live.perhapsByIncident());
  }

  /** Which post fits now for a channel that has missed one; empty: it has missed none. */
  public static Optional<StakeholderNotice> missed(Incident incident, String channel) {
    return incident
        .details()
        .undelivered()
        .notice(channel)
        .map(missed ->
            incident.state() instanceof State.Ended
                ? StakeholderNotice.ENDING
                : missed == StakeholderNotice.FIRST ? missed : StakeholderNotice.UPDATE);
  }

  /** That post, made of the present state; empty: the channel has missed none. */
  public static Optional<RichText> text(Incident incident, String channel) {
    if (incident.details().isPrivate()) {
      return missed(incident, channel).map(_ -> ofPrivate(incident));
    }
    return missed(incident, channel)
        .map(missed ->
            switch (incident.state()) {
              case State.Resolved resolved -> PostTemplates.stakeholderResolved(incident, resolved);
              case State.Closed _, State.Cancelled _ -> notice(incident);
              case State.Proposed _,
                  State.Monitoring _,
                  State.Preparing _,
                  State.AwaitingApproval _,
                  State.Executing _ ->
                  missed == StakeholderNotice.FIRST
                      ? notice(incident)
                      : PostTemplates.stakeholderUpdate(incident);
            });
  }

  /** Whether what is delivered of that post by now is the last one, about the end. */
  public static boolean isLast(Incident incident, Effect.Post post) {
    return incident.state() instanceof State.Ended
        && missed(incident, post.channel())
            .or(post::notice)
            .equals(Optional.of(StakeholderNotice.ENDING));
  }

  /**
   * The text of a post that may be delivered late: what it says is what is true then. Stakeholders
   * who have missed a post get what fits then, whatever was to be said.
   */
  public static RichText late(Incident incident, Effect.Post post) {
    Optional<RichText> fits = text(incident, post.channel());
    if (fits.isPresent()) {
      return fits.get();
    }
    StakeholderNotice said = post.notice().orElse(StakeholderNotice.CHANGE);
    boolean ending = said == StakeholderNotice.ENDING;
    if (incident.details().isPrivate()) {
      return ending ? ofPrivate(incident) : post.text();
    }
    return switch (incident.state()) {
      case State.Resolved resolved when ending ->
          PostTemplates.stakeholderResolved(incident, resolved);
      case State.Resolved resolved -> ended(incident, resolved);
      case State.Closed _, State.Cancelled _ -> notice(incident);
      case State.Proposed _,
          State.Monitoring _,
          State.Preparing _,
          State.AwaitingApproval _,
          State.Executing _ ->
          switch (said) {
            case FIRST -> notice(incident);
            case UPDATE, ENDING -> PostTemplates.stakeholderUpdate(incident);
            case CHANGE -> post.text();
          };
    };
  }

  /**
   * The first post, which says what is true now. After the end it says how it ended, shorter than
   * the last post, which has its place further down.
   */
  public static RichText notice(Incident incident) {
    return switch (incident.state()) {
      case State.Resolved resolved ->
          ended(incident, resolved)
              .text("\n\nThis was our first message. The last one says more. Reference: ")
              .text(incident.details().id().label());
      case State.Closed _ -> closed(incident);
      case State.Cancelled cancelled -> cancelled(incident, cancelled);
      case State.Proposed _,
          State.Monitoring _,
          State.Preparing _,
          State.AwaitingApproval _,
          State.Executing _ ->
          PostTemplates.stakeholderIncident(incident);
    };
  }

  /**
   * What the post about the end says by now, where it has been published; empty: it stays as it is.
   * What was signed stays; that something has changed since is added, and an end that was none is
   * not left standing as one.
   */
  public static Optional<RichText> lastPost(Incident incident) {
    if (incident.details().isPrivate()) {
      return Optional.empty();
    }
    return switch (incident.state()) {
      case State.Resolved resolved ->
          Optional.of(PostTemplates.stakeholderResolved(incident, resolved));
      case State.Closed _, State.Cancelled _ -> Optional.empty();
      case State.Proposed _,
          State.Monitoring _,
          State.Preparing _,
          State.AwaitingApproval _,
          State.Executing _ ->
          Optional.of(
              RichText.of(
                  incident.details().runbook().name()
                      + ": this came back afterwards. What we said here about the end does not"
                      + " hold any more, our later messages say how it stands. Reference: "
                      + incident.details().id().label()));
    };
  }

  /** How it ended, in short. */
  private static RichText ended(Incident incident, State.Resolved resolved) {
    return EndingText.stakeholderHeadline(incident.details(), resolved.result())
        .add(EndingText.stakeholderExceptions(resolved))
        .add(WatchText.forStakeholders(resolved));
  }

  /** Whether stakeholders have a post that is out of date after that change. */
  public static boolean noticeDiffers(Incident before, Incident after) {
    // The runbook's template decides what can change in it.
    return before.details().stakeholdersToldAt().isPresent()
        && !(notice(before).equals(notice(after)) && lastPost(before).equals(lastPost(after)));
  }

  /** Told in the incident's channel. */
  public static RichText undelivered(UndeliveredPost post, String why, Optional<String> remedy) {
    RichText sentence =
        RichText.of(words(post.notice()) + " did not reach ")
            .quote(post.channel())
            .text(": ")
            .quote(why)
            .text(". ");
    return remedy
        .map(way ->
            sentence
                .quote(way)
                .text(" It is tried again by itself; “Post again”, on the ")
                .log("panel")
                .text(", tries at once. What is posted then is what fits then."))
        .orElseGet(() ->
            sentence.text("“Post again”, on the ").log("panel").text(", posts what fits then."));
  }

  /** Anything else that somebody can do something about. */
  public static RichText blocked(String what, String why, String remedy) {
    return RichText.of("Slack refused " + what + ": ").quote(why).text(". ").quote(remedy);
  }

  /** In the incidents channel. Of a private incident what Slack refuses, and nothing else. */
  public static RichText channelBlocked(
      IncidentDetails details, String what, String why, Optional<String> remedy) {
    RichText refused =
        (details.isPrivate()
                ? RichText.of(details.id().label() + ", a private incident")
                : RichText.of(details.id().label() + ", for ").add(DeclarationText.lead(details)))
            .text(": Slack refused " + what + ": ")
            .quote(why)
            .text(". ");
    return remedy
        .map(way -> refused.quote(way).text(" "))
        .orElse(refused)
        .text("What is to be posted in its channel waits until then.");
  }

  private static String words(StakeholderNotice notice) {
    return switch (notice) {
      case FIRST -> "The first notice to stakeholders";
      case UPDATE, CHANGE -> "An update to stakeholders";
      case ENDING -> "The post to stakeholders about the end";
    };
  }
}

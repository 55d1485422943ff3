package dev.rollbackbot.incident;

import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.VersionMark;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Work as data, performed in order after the events are stored. */
public sealed interface Effect {
  /** Sent to Slack through the outbox, in order per incident. */
  sealed interface ForChat extends Effect {}

  /** Other effects may overtake it while Slack reports errors. */
  sealed interface LowPriority extends ForChat {}

  /** A file for the panel's thread: it takes seconds where a post takes a moment. */
  sealed interface FileUpload extends LowPriority {}

  /** Done by a worker task, outside the outbox's order. */
  sealed interface ForWork extends Effect {}

  /**
   * Open the incident's channel; answered by {@link Command.ChannelOpened} or {@link
   * Command.ChannelRefused}.
   *
   * @param name wanted, without the hash sign; another one is used when it is taken
   */
  record OpenChannel(String name) implements ForChat {}

  /**
   * Invite people and a group's members to the incident's channel.
   *
   * @param group handle or id
   */
  record Invite(List<String> people, Optional<String> group) implements LowPriority {
    public Invite {
      people = List.copyOf(people);
    }
  }

  /** Set the channel's topic. May fail without stopping the conversation. */
  record SetTopic(RichText topic) implements LowPriority {}

  /**
   * Bookmark a page in the channel. May fail without stopping the conversation.
   *
   * @param link empty: the panel, which shows the runbook
   */
  record Bookmark(String title, String link) implements LowPriority {}

  /** Render a live message from the state; queued ones are merged into one call. */
  record Refresh(LiveMessage message) implements ForChat {}

  /** A message that is rendered from the state and updated in place. */
  enum LiveMessage {
    /** The pinned message in the incident's channel. */
    PANEL,
    /** The incident's one message in the incidents channel. */
    CARD
  }

  /**
   * Post a message once.
   *
   * @param channel for {@link Destination#STAKEHOLDERS} the channel's name; otherwise empty
   * @param notice for {@link Destination#STAKEHOLDERS} which post it is
   */
  record Post(
      Destination destination, String channel, RichText text, Optional<StakeholderNotice> notice)
      implements ForChat {}

  /** Post to stakeholders what fits now, unless something has reached that channel since. */
  record RepeatPost(String channel) implements ForChat {}

  /**
   * Bring the first post to stakeholders in that channel up to date, in place. Nothing happens
   * where it did not arrive.
   */
  record RefreshNotice(String channel) implements LowPriority {}

  /** Which of the posts to stakeholders. */
  enum StakeholderNotice {
    FIRST,
    UPDATE,
    /** What was declared has changed: a post of its own, which no later one says again. */
    CHANGE,
    ENDING
  }

  enum Destination {
    CHANNEL,
    /** The thread under the panel. */
    THREAD,
    /** The thread under the incident's card in the incidents channel. */
    CARD_THREAD,
    /** The incidents channel, as a post of its own. */
    INCIDENTS,
    STAKEHOLDERS
  }

  /**
   * Attach a job's artifact to the panel's thread, as a file.
   *
   * @param job id of the job
   */
  record Attach(String job, String filename, RichText comment) implements FileUpload {}

  /**
   * Attach a draft of the post-mortem to the panel's thread.
   *
   * @param filename without the draft's number and the ending
   * @param asked when it was asked for: it is made of the events up to then; empty: it was stored
   *     before that was recorded, and is made of all
   */
  record AttachPostMortem(String filename, RichText comment, Optional<Instant> asked)
      implements FileUpload {}

  /**
   * Attach a picture of what was measured to the panel's thread, made of the events so far.
   *
   * @param comment the same in words
   */
  record AttachChart(String filename, RichText comment) implements FileUpload {}

  /**
   * Post how a drill went, with what the drills before it took.
   *
   * @param text what is to be said of this one
   */
  record PostDrillScore(RichText text) implements LowPriority {}

  /**
   * Attach a picture of a drill's times to the panel's thread.
   *
   * @param comment the same in words
   */
  record AttachDrillTimes(String filename, RichText comment) implements FileUpload {}

  /**
   * Run a durable job; answered by {@link Command.JobFinished}.
   *
   * @param job idempotency key: the same id never runs twice
   */
  record RunJob(String job, Invocation invocation) implements ForWork {}

  /** Have the provider stop what that job runs; its outcome still comes from the job. */
  record RequestJobStop(String job) implements ForWork {}

  /** Run rounds of probes for as long as the state needs them. */
  record StartProbes() implements ForWork {}

  /**
   * Answered by {@link Command.TimerFired}, which does what is due then according to the state. A
   * later one for the same timer replaces one that has not fired.
   */
  record WakeAt(Timer timer, Instant at) implements ForWork {}

  enum Timer {
    PROPAGATION,
    /** Was scheduled before {@link #REMINDER} was. */
    APPROVAL_FIRST_REMINDER,
    /** Was scheduled before {@link #REMINDER} was. */
    APPROVAL_SECOND_REMINDER,
    /** Reminds people of whatever is due then. */
    REMINDER,
    /** What is live is read again while a plan waits for approval. */
    LIVE_READ,
    DEADLINE,
    /** Posts an update to watchers and stakeholders. */
    UPDATE,
    /** Reads what is live after RESOLVED. */
    WATCH,
    /** Proposes again what was put off. */
    PROPOSAL,
    /** Begins a rollback that was announced and needs no approval. */
    AUTOMATIC_ROLLBACK
  }

  /**
   * Add how long a rollback took to the rollback history.
   *
   * @param resource the name under which the service is recorded
   */
  record RecordRollback(String resource, Duration took) implements ForWork {}

  /** Add what a verified rollback showed about versions to the rollback history. */
  record MarkVersions(Instant at, List<VersionMark> marks) implements ForWork {
    public MarkVersions {
      marks = List.copyOf(marks);
    }
  }

  /** Take back what this incident has shown about versions: it did not hold. */
  record WithdrawMarks() implements ForWork {}
}

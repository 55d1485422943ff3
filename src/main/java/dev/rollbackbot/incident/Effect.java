package dev.rollbackbot.incident;

import dev.rollbackbot.incident.rollback.Invocation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Work to be done outside, as data. Performed after the events are stored, in order. */
public sealed interface Effect {
  /** Said or shown in Slack; goes through the outbox, in order per incident. */
  sealed interface ForChat extends Effect {}

  /** Others need not wait for it: where Slack is in trouble, it lets them go first. */
  sealed interface LowPriority extends ForChat {}

  /** Done by a worker of its own, outside the outbox's order. */
  sealed interface ForWork extends Effect {}

  /**
   * Make the incident's channel; answered by {@link Command.ChannelOpened} or {@link
   * Command.ChannelRefused}.
   *
   * @param name wanted, without the hash sign; another one is taken when it is in use
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
   * @param link empty: the panel, whose Guide shows the runbook
   */
  record Bookmark(String title, String link) implements LowPriority {}

  /** Draw a surface anew from the state; many of these cost one call. */
  record Refresh(LiveMessage message) implements ForChat {}

  /** What is drawn from the state and updated in place. */
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
   */
  record Post(Destination destination, String channel, RichText text) implements ForChat {}

  /** Where a post goes. */
  enum Destination {
    /** The incident's channel. */
    CHANNEL,
    /** The thread under the panel. */
    THREAD,
    /** The thread under the incident's card in the incidents channel. */
    CARD_THREAD,
    /** A stakeholder channel. */
    STAKEHOLDERS
  }

  /**
   * Attach what a job stored to the panel's thread, as a file.
   *
   * @param job whose artifact
   */
  record Attach(String job, String filename, RichText comment) implements LowPriority {}

  /** Attach the post-mortem's draft to the panel's thread, made of what has happened by then. */
  record AttachPostMortem(String filename, RichText comment) implements LowPriority {}

  /**
   * Run a durable job; answered by {@link Command.JobFinished}.
   *
   * @param job idempotency key: the same id never runs twice
   */
  record RunJob(String job, Invocation invocation) implements ForWork {}

  /** Run rounds of probes for as long as the state wants them. */
  record StartProbes() implements ForWork {}

  /**
   * Come back; answered by {@link Command.TimerFired}. A timer that the state no longer waits for
   * is ignored when it fires.
   */
  record WakeAt(Timer timer, Instant at) implements ForWork {}

  /** What is waited for. */
  enum Timer {
    PROPAGATION,
    APPROVAL_FIRST_REMINDER,
    APPROVAL_SECOND_REMINDER,
    DEADLINE,
    /** Watchers and stakeholders hear how it is going. */
    UPDATE
  }

  /**
   * Remember for later incidents.
   *
   * @param resource the provider's name of the service
   * @param badVersions ids of versions that were rolled back from
   */
  record RecordRollback(String resource, List<String> badVersions, Duration took)
      implements ForWork {
    public RecordRollback {
      badVersions = List.copyOf(badVersions);
    }
  }
}

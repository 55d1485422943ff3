package dev.rollbackbot.slack.view.modal;

import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.timeline.Timeline;
import dev.rollbackbot.slack.view.blockkit.ActionValue;
import dev.rollbackbot.slack.view.blockkit.MentionLookup;
import java.time.Instant;
import java.util.List;

/**
 * What a modal is drawn from.
 *
 * @param about what the pressed button was drawn for; submitted with the modal
 */
public record ModalContext(
    String callbackId,
    ActionValue about,
    Incident incident,
    List<Timeline.TimelineEntry> log,
    MentionLookup mentionLookup,
    Instant now) {}

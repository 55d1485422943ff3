package dev.rollbackbot.slack.view.modal;

import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.timeline.Timeline.TimelineEntry;
import dev.rollbackbot.slack.view.blockkit.ActionValue;
import dev.rollbackbot.slack.view.blockkit.MentionLookup;
import java.time.Instant;
import java.util.List;

/** What a modal is rendered from; the value of the pressed button is submitted with the modal. */
public record ModalContext(
    String callbackId,
    ActionValue about,
    Incident incident,
    List<TimelineEntry> log,
    MentionLookup mentions,
    Instant now) {}

package dev.rollbackbot.slack.view;

import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.Timeline;
import java.time.Instant;
import java.util.List;

/**
 * What a modal is drawn from.
 *
 * @param about what the pressed button was drawn for; submitted with the modal
 */
record ModalContext(
    String callbackId,
    Value about,
    Incident incident,
    List<Timeline.Entry> log,
    Names names,
    Instant now) {}

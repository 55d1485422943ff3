package dev.rollbackbot.incident.request;

import java.time.Instant;
import java.util.Optional;

/**
 * One reminder of a request.
 *
 * @param about id of the item, step, check or probe; empty: there is only one request of the kind
 * @param since when the request began
 * @param number 1 for the first; those before it that were missed are not made up for
 * @param sent the how manieth that is sent, which is less after a time without the bot; empty: it
 *     was sent before that was recorded
 */
public record PersonReminder(
    RequestKind kind, String about, Instant since, int number, Optional<Integer> sent) {}

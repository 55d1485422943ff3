package dev.rollbackbot.incident.request;

import java.time.Instant;

/**
 * One reminder of a request.
 *
 * @param about id of the item, step, check or probe; empty: there is only one request of the kind
 * @param since when the request began
 * @param number 1 for the first; those before it that were missed are not made up for
 */
public record PersonReminder(RequestKind kind, String about, Instant since, int number) {}

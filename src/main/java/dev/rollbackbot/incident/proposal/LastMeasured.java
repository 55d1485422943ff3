package dev.rollbackbot.incident.proposal;

import java.time.Instant;

/**
 * How the measurements of a trigger stand.
 *
 * @param about the time that the last one is about
 * @param conclusive it passed or failed
 * @param failed so many failed in a row, up to the last conclusive one
 */
public record LastMeasured(Instant about, boolean conclusive, int failed) {}

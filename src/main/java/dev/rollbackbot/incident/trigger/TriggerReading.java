package dev.rollbackbot.incident.trigger;

import dev.rollbackbot.incident.verification.ProbeResult.Verdict;
import java.time.Instant;

/**
 * One measurement of a trigger.
 *
 * @param at when it was measured
 * @param about the time that the value is about: a source may know it late
 * @param text the value in a few words, to show
 * @param deployment id of the deployment that was live, as the provider names it
 */
public record TriggerReading(
    Instant at, Instant about, Verdict verdict, String text, String deployment) {}

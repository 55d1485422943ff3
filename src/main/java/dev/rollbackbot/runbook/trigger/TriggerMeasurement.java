package dev.rollbackbot.runbook.trigger;

import dev.rollbackbot.runbook.measure.Measurement;
import java.time.Duration;
import java.util.Optional;

/**
 * How a trigger is measured by the bot itself.
 *
 * @param service id of the service that is measured
 * @param measurement as of a probe: a trigger fires when it fails
 * @param every from one measurement to the next within {@code after}
 * @param fires so many failed ones in a row fire it; inconclusive ones count neither way
 * @param recovers so many passed ones in a row end what it fired
 * @param after for so long after each deployment of the service it is measured
 * @param otherwise pace at other times; empty: it isn't measured then
 */
public record TriggerMeasurement(
    String service,
    Measurement measurement,
    Duration every,
    int fires,
    int recovers,
    Duration after,
    Optional<Duration> otherwise) {}

/**
 * Does what was decided: delivers the outbox in order per incident, runs jobs, fires timers, runs
 * rounds of probes. On db-scheduler, whose table stands beside the incidents, so that work is asked
 * for in the transaction that decides it.
 *
 * <p>Shell: knows {@code app} and the core. {@link dev.rollbackbot.work.Worker} is the way in. What
 * is to be done is never decided here, and nothing is given up: what can't be done now is tried
 * again.
 */
@NullMarked
package dev.rollbackbot.work;

import org.jspecify.annotations.NullMarked;

/**
 * Carries out what was decided: delivers each incident's outbox in order, runs jobs, fires timers,
 * runs rounds of probes. On db-scheduler, whose table is in the same database as the incidents, so
 * that work is scheduled in the transaction that decides it.
 *
 * <p>Shell: depends on {@code app} and the core. {@link dev.rollbackbot.work.Worker} is the entry
 * point. No decisions here, and no task is ever given up: a failed one is tried again.
 */
@NullMarked
package dev.rollbackbot.work;

import org.jspecify.annotations.NullMarked;

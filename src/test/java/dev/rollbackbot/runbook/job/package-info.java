/** What a step runs at a provider, as a runbook describes it. */
@NullMarked
package dev.rollbackbot.runbook.job;

import org.jspecify.annotations.NullMarked;

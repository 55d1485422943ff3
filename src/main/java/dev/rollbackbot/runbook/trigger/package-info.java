/** How the bot notices by itself that a rollback may be needed. */
@NullMarked
package dev.rollbackbot.runbook.trigger;

import org.jspecify.annotations.NullMarked;

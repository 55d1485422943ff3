/** What makes the bot propose a rollback. */
@NullMarked
package dev.rollbackbot.incident.proposal;

import org.jspecify.annotations.NullMarked;

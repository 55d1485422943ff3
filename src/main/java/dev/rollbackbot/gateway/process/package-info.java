/**
 * Runs programs on the bot's own machine: {@link dev.rollbackbot.gateway.process.ProcessWrapper}
 * outlives the bot, records how its program ended, and ends the whole process tree at the deadline.
 */
@NullMarked
package dev.rollbackbot.gateway.process;

import org.jspecify.annotations.NullMarked;

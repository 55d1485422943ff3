/**
 * The bot's invariants, which check an incident's events one by one and fail at the first
 * violation. They keep their own records instead of the core's state. The state space exploration
 * and the simulation use them.
 */
@NullMarked
package dev.rollbackbot.promises;

import org.jspecify.annotations.NullMarked;

/**
 * The conversation state machine of one incident: commands, events, states, plan, effects; {@code
 * decide}, {@code evolve}, {@code react}.
 *
 * <p>Core: knows {@code runbook} and the JDK's lang, util and time; no clock, no random, no I/O.
 * Times, people's roles and external results come in with a command; work goes out as effects,
 * which are data.
 */
@NullMarked
package dev.rollbackbot.incident;

import org.jspecify.annotations.NullMarked;

/**
 * The three functions of the conversation, by topic: {@code decide}, {@code evolve}, {@code react}.
 * {@link dev.rollbackbot.incident.decider.Incidents} is the entry; the rest is package-private.
 */
@NullMarked
package dev.rollbackbot.incident.decider;

import org.jspecify.annotations.NullMarked;

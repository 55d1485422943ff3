/** How events change an incident, by topic; {@code evolve} is the only way. */
@NullMarked
package dev.rollbackbot.incident.evolver;

import org.jspecify.annotations.NullMarked;

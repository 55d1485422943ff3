/** Chooses the version that a service returns to, from what is known of each version. */
@NullMarked
package dev.rollbackbot.incident.target;

import org.jspecify.annotations.NullMarked;

/** When a measured trigger fires and recovers. */
@NullMarked
package dev.rollbackbot.incident.trigger;

import org.jspecify.annotations.NullMarked;

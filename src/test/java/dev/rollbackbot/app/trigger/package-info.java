/** Triggers that are measured round by round, with a provider and probes that tests play. */
@NullMarked
package dev.rollbackbot.app.trigger;

import org.jspecify.annotations.NullMarked;

/** How far the measured triggers are, and what fired. */
@NullMarked
package dev.rollbackbot.store.trigger;

import org.jspecify.annotations.NullMarked;

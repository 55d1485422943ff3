/** How far the triggers are that the bot measures: when one fires and when it has recovered. */
@NullMarked
package dev.rollbackbot.incident.trigger;

import org.jspecify.annotations.NullMarked;

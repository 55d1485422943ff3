/** An incident's events as text: the timeline and the draft of the post-mortem. */
@NullMarked
package dev.rollbackbot.incident.timeline;

import org.jspecify.annotations.NullMarked;

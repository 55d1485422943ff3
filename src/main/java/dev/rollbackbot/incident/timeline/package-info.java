/** What happened, for people to read: the timeline, and the post-mortem's draft. */
@NullMarked
package dev.rollbackbot.incident.timeline;

import org.jspecify.annotations.NullMarked;

/** What is watched after RESOLVED: whether a probe turns bad again, and what is live. */
@NullMarked
package dev.rollbackbot.incident.watch;

import org.jspecify.annotations.NullMarked;

/** What follows from an incident's history: who is involved, what is live, and how it ends. */
@NullMarked
package dev.rollbackbot.incident.assessment;

import org.jspecify.annotations.NullMarked;

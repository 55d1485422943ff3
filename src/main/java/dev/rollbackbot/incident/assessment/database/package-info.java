/** How steps that carry a script out on a database stand, and what can be restored afterwards. */
@NullMarked
package dev.rollbackbot.incident.assessment.database;

import org.jspecify.annotations.NullMarked;

/** Core: what was read of a database before a script is carried out, and who consented to what. */
@NullMarked
package dev.rollbackbot.incident.database;

import org.jspecify.annotations.NullMarked;

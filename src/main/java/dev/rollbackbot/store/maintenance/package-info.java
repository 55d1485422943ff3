/** The schema's migrations and the copy of a SQLite file. */
@NullMarked
package dev.rollbackbot.store.maintenance;

import org.jspecify.annotations.NullMarked;

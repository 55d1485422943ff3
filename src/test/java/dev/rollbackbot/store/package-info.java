/** The store's tests, against a real SQLite and a real PostgreSQL. */
@NullMarked
package dev.rollbackbot.store;

import org.jspecify.annotations.NullMarked;

/**
 * Parsing and formatting of short texts, shared by all adapters.
 *
 * <p>Depends on the JDK and commons-text only. Pure functions: no state, no I/O, nothing of the
 * domain.
 */
@NullMarked
package dev.rollbackbot.text;

import org.jspecify.annotations.NullMarked;

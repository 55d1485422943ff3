/**
 * What other systems' alerts say, and what became of each.
 *
 * <p>Core: records and pure functions on the JDK alone. How a sender writes its alerts is known to
 * {@code alert.source}.
 */
@NullMarked
package dev.rollbackbot.alert;

import org.jspecify.annotations.NullMarked;

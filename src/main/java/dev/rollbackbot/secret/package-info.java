/**
 * Credentials: where they come from, and how they are kept out of logs and of what is stored.
 *
 * <p>Depends on the JDK and Logback only; every other part may use it.
 */
@NullMarked
package dev.rollbackbot.secret;

import org.jspecify.annotations.NullMarked;

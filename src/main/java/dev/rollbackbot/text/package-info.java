/**
 * Reading and writing short texts, in the one way that every adapter uses.
 *
 * <p>Knows the JDK and commons-text only. Pure functions: no state, no I/O, no word of the domain.
 */
@NullMarked
package dev.rollbackbot.text;

import org.jspecify.annotations.NullMarked;

/**
 * What people type after the slash command: one normaliser and one parser.
 *
 * <p>Depends on {@code text} only. Pure functions: the same text and runbooks always mean the same.
 */
@NullMarked
package dev.rollbackbot.typed;

import org.jspecify.annotations.NullMarked;

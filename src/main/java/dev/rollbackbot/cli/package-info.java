/**
 * The command line: commands, settings, and start-up errors in words. What a command starts is
 * given to it, so nothing here knows the wiring.
 */
@NullMarked
package dev.rollbackbot.cli;

import org.jspecify.annotations.NullMarked;

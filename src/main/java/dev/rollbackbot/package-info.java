/** The command line, the settings, and the one place where everything is wired. */
@NullMarked
package dev.rollbackbot;

import org.jspecify.annotations.NullMarked;

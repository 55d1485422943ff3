/** The entry point and the wiring of everything else. */
@NullMarked
package dev.rollbackbot;

import org.jspecify.annotations.NullMarked;

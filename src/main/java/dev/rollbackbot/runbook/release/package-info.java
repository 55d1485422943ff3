/** How versions of several services belong together, and where their differences are read. */
@NullMarked
package dev.rollbackbot.runbook.release;

import org.jspecify.annotations.NullMarked;

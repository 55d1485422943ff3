/** What queries say. */
@NullMarked
package dev.rollbackbot.runbook.measure;

import org.jspecify.annotations.NullMarked;

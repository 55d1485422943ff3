/**
 * Runbook files to records: every problem at once, each with its file, line and column.
 *
 * <p>Adapter: knows {@code runbook}. Opens no files, which {@code folder} does. No environment
 * variables, no network.
 */
@NullMarked
package dev.rollbackbot.yaml;

import org.jspecify.annotations.NullMarked;

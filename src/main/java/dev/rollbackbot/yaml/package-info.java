/**
 * Runbook files to records: every problem at once, each with its file, line and column.
 *
 * <p>Adapter: knows {@code runbook} only. Reads text that it is given; opens no file, asks no
 * environment, and sends nothing anywhere. {@link dev.rollbackbot.yaml.RunbookReader} is the only
 * entry.
 */
@NullMarked
package dev.rollbackbot.yaml;

import org.jspecify.annotations.NullMarked;

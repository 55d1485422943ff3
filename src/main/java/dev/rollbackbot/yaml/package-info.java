/**
 * Runbook files to records: every problem at once, each with its file, line and column.
 *
 * <p>Adapter: knows {@code runbook} and the port {@code Runbooks}. Only {@code RunbookDirectory}
 * and {@code FolderState} open files. No environment variables, no network.
 */
@NullMarked
package dev.rollbackbot.yaml;

import org.jspecify.annotations.NullMarked;

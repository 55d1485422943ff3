/**
 * The runbook files that are in use, and when they change. Only these classes open files.
 *
 * <p>Adapter: knows the port {@code Runbooks}.
 */
@NullMarked
package dev.rollbackbot.yaml.folder;

import org.jspecify.annotations.NullMarked;

/**
 * The workspace in memory, guarded by the lock of {@link
 * dev.rollbackbot.sandbox.slack.state.Workspace}.
 */
@NullMarked
package dev.rollbackbot.sandbox.slack.state;

import org.jspecify.annotations.NullMarked;

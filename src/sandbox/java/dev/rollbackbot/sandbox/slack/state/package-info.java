/**
 * The workspace in memory: people, channels, messages, files, open views and issued ids. Everything
 * is guarded by the lock of {@link dev.rollbackbot.sandbox.slack.state.Workspace}.
 */
@NullMarked
package dev.rollbackbot.sandbox.slack.state;

import org.jspecify.annotations.NullMarked;

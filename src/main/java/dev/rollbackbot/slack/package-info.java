/**
 * Slack, both ways: payloads become commands, and what an incident wants said is said.
 *
 * <p>Adapter: knows {@code app} and the core. Slack's SDK is used here and in {@code slack.view}
 * and nowhere else. What a screen looks like belongs to {@code slack.view}.
 */
@NullMarked
package dev.rollbackbot.slack;

import org.jspecify.annotations.NullMarked;

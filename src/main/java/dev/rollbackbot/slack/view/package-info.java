/**
 * What people see in Slack: pure functions from the incident's state to Block Kit, within Slack's
 * limits, and back from a click to a command.
 *
 * <p>No call to Slack is made here.
 */
@NullMarked
package dev.rollbackbot.slack.view;

import org.jspecify.annotations.NullMarked;

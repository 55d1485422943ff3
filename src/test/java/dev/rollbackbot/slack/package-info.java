/** Drives the Slack adapter through its real doors, in front of the strict stand-in for Slack. */
@NullMarked
package dev.rollbackbot.slack;

import org.jspecify.annotations.NullMarked;

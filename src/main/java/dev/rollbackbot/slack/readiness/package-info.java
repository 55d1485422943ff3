/** Whether Slack would let people and the bot do what a rollback needs. */
@NullMarked
package dev.rollbackbot.slack.readiness;

import org.jspecify.annotations.NullMarked;

/**
 * What Slack accepts: the rules of Block Kit and of views, escaping, and the error it answers with.
 * Pure functions over JSON.
 */
@NullMarked
package dev.rollbackbot.sandbox.slack.rules;

import org.jspecify.annotations.NullMarked;

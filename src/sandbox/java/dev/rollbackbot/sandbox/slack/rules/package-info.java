/** Rules of Block Kit and of views, escaping, and Slack's errors. Pure functions over JSON. */
@NullMarked
package dev.rollbackbot.sandbox.slack.rules;

import org.jspecify.annotations.NullMarked;

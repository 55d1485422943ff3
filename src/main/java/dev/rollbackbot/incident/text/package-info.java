/** Texts about an incident, without Slack's markup: posts, status, steps, milestones. */
@NullMarked
package dev.rollbackbot.incident.text;

import org.jspecify.annotations.NullMarked;

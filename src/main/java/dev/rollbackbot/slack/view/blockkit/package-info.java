/** Block Kit within Slack's limits: elements, markup, truncation. Knows nothing of panels. */
@NullMarked
package dev.rollbackbot.slack.view.blockkit;

import org.jspecify.annotations.NullMarked;

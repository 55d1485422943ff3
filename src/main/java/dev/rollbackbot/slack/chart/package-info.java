/** Draws measurements. It knows nothing of Slack but how wide a picture may be there. */
@NullMarked
package dev.rollbackbot.slack.chart;

import org.jspecify.annotations.NullMarked;

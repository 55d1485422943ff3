/** Effects become calls of Slack: posts, channels, live messages, files. */
@NullMarked
package dev.rollbackbot.slack.outbound;

import org.jspecify.annotations.NullMarked;

/** Cases of Slack: what it sends and refuses beside the usual way. */
@NullMarked
package dev.rollbackbot.story.slackcases;

import org.jspecify.annotations.NullMarked;

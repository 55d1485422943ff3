/** What is sent wrong, twice, by strangers or while Slack fails, at the product's own doors. */
@NullMarked
package dev.rollbackbot.story.adverse;

import org.jspecify.annotations.NullMarked;

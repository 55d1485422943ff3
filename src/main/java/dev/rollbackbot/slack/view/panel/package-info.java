/** The panel, the card and posts, as blocks. */
@NullMarked
package dev.rollbackbot.slack.view.panel;

import org.jspecify.annotations.NullMarked;

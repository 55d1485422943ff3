/** The actions of the panel: the command, the modal and the error field of each. */
@NullMarked
package dev.rollbackbot.slack.view.action;

import org.jspecify.annotations.NullMarked;

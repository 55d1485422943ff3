/** The modals, and what people entered into them. */
@NullMarked
package dev.rollbackbot.slack.view.modal;

import org.jspecify.annotations.NullMarked;

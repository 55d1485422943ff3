/** What triggers have come to, for people who ask. */
@NullMarked
package dev.rollbackbot.slack.inbound.trigger;

import org.jspecify.annotations.NullMarked;

/** What people are told of triggers. */
@NullMarked
package dev.rollbackbot.slack.inbound.trigger;

import org.jspecify.annotations.NullMarked;

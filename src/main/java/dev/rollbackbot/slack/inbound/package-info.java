/**
 * Payloads to commands: endpoint, Socket Mode, slash command, buttons, modals, and the replies to
 * the person who acted.
 */
@NullMarked
package dev.rollbackbot.slack.inbound;

import org.jspecify.annotations.NullMarked;

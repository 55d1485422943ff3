/**
 * The sandbox: local stand-ins for Slack, for the provider and for the deployed sites behind one
 * HTTP port, with a web page that behaves like Slack. It speaks to the bot over HTTP and WebSocket
 * only, as the real ones do, and knows no other package of the project.
 */
@NullMarked
package dev.rollbackbot.sandbox;

import org.jspecify.annotations.NullMarked;

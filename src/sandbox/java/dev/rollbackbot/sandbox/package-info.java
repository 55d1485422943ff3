/**
 * Local stand-ins for Slack, the provider and the deployed sites behind one HTTP port, with a web
 * page that behaves like Slack. Talks to the bot over HTTP and WebSocket only, and uses no other
 * package of the project.
 */
@NullMarked
package dev.rollbackbot.sandbox;

import org.jspecify.annotations.NullMarked;

/** Tests of the bot's HTTP server. */
@org.jspecify.annotations.NullMarked
package dev.rollbackbot.web;

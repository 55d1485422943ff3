/** Drives the sandbox's server as the page and the bot do. */
@NullMarked
package dev.rollbackbot.sandbox;

import org.jspecify.annotations.NullMarked;

/** The bot's own program for git repositories, with real git. */
@NullMarked
package dev.rollbackbot.gateway.process.repository;

import org.jspecify.annotations.NullMarked;

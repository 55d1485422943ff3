/** What the sandbox has on the bot's machine: a repository, and stand-ins of its build tools. */
@NullMarked
package dev.rollbackbot.sandbox.machine;

import org.jspecify.annotations.NullMarked;

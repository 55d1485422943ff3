/** A repository with workflows, and their runs, which go on as time passes. */
@NullMarked
package dev.rollbackbot.sandbox.github.actions;

import org.jspecify.annotations.NullMarked;

/** The stand-in's branches and pull requests, with their checks and reviews. */
@NullMarked
package dev.rollbackbot.sandbox.github.pulls;

import org.jspecify.annotations.NullMarked;

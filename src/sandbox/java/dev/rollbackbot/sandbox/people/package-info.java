/** People who use the page by themselves: they press what leads a rollback to its end. */
@NullMarked
package dev.rollbackbot.sandbox.people;

import org.jspecify.annotations.NullMarked;

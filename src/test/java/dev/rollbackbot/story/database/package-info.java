/** Scripts that are carried out on databases. */
@NullMarked
package dev.rollbackbot.story.database;

import org.jspecify.annotations.NullMarked;

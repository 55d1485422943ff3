/** Databases as D1 has them: real SQLite, with bookmarks of what they were. */
@NullMarked
package dev.rollbackbot.sandbox.cloudflare.d1;

import org.jspecify.annotations.NullMarked;

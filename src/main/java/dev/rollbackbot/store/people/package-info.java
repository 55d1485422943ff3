/** What the database holds about a person: to be handed out, or to be erased. */
@NullMarked
package dev.rollbackbot.store.people;

import org.jspecify.annotations.NullMarked;

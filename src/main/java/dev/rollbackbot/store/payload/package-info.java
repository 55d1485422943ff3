/** The payloads that were acknowledged and wait for their decision. */
@NullMarked
package dev.rollbackbot.store.payload;

import org.jspecify.annotations.NullMarked;

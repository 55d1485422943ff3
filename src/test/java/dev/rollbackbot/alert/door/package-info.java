/** Alerts as their senders deliver them, over HTTP into a real database. */
@NullMarked
package dev.rollbackbot.alert.door;

import org.jspecify.annotations.NullMarked;

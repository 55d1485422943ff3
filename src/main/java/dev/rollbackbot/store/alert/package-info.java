/** The tables of alerts. */
@NullMarked
package dev.rollbackbot.store.alert;

import org.jspecify.annotations.NullMarked;

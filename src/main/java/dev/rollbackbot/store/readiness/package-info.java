/** What was found when it was asked whether a rollback would work. */
@NullMarked
package dev.rollbackbot.store.readiness;

import org.jspecify.annotations.NullMarked;

/** What alerts say and what becomes of them. */
@NullMarked
package dev.rollbackbot.alert;

import org.jspecify.annotations.NullMarked;

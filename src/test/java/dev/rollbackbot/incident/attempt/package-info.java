/** Tests of what is known after more than one attempt. */
@NullMarked
package dev.rollbackbot.incident.attempt;

import org.jspecify.annotations.NullMarked;

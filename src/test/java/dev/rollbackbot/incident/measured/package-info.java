/** When metrics are read. */
@NullMarked
package dev.rollbackbot.incident.measured;

import org.jspecify.annotations.NullMarked;

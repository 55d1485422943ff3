@NullMarked
package dev.rollbackbot.incident.readiness;

import org.jspecify.annotations.NullMarked;

/** The checklist before a rollback; the probes and human checks after it. */
@NullMarked
package dev.rollbackbot.incident.verification;

import org.jspecify.annotations.NullMarked;

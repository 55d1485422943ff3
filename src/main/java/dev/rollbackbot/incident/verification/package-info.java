/** What is confirmed and measured: the checklist before, the probes and checks after. */
@NullMarked
package dev.rollbackbot.incident.verification;

import org.jspecify.annotations.NullMarked;

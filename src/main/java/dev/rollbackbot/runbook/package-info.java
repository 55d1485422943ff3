/**
 * What can be rolled back, as validated records: triggers, decision guidance, checklist, methods,
 * steps, probes, templates, sign-off rules, contacts, drill.
 *
 * <p>Core: knows the JDK only; no clock, no random, no I/O. {@code yaml} makes these records from
 * files.
 */
@NullMarked
package dev.rollbackbot.runbook;

import org.jspecify.annotations.NullMarked;

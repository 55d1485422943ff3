/**
 * What can be rolled back, as validated records: triggers, decision guidance, checklist, methods,
 * steps, probes, templates, sign-off rules, contacts, drill.
 *
 * <p>Core: knows the JDK only; no clock, no random, no I/O. How a file becomes these records is the
 * business of {@code yaml}.
 */
@NullMarked
package dev.rollbackbot.runbook;

import org.jspecify.annotations.NullMarked;

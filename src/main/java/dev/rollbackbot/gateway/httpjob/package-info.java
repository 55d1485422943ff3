/**
 * Runs jobs at services that are called by HTTP, as runbooks describe them. No address is taken
 * from an answer: every call goes to the runbook's own, at a host that the settings allow.
 */
@NullMarked
package dev.rollbackbot.gateway.httpjob;

import org.jspecify.annotations.NullMarked;

/** How a runbook's rollback is rehearsed: where, how often, and what is looked at. */
@org.jspecify.annotations.NullMarked
package dev.rollbackbot.runbook.drill;

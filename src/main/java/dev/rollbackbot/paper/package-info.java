/**
 * The checklist on paper: a page that prints without the bot, empty or filled in for an incident.
 *
 * <p>Pure functions of a runbook and an incident.
 */
@NullMarked
package dev.rollbackbot.paper;

import org.jspecify.annotations.NullMarked;

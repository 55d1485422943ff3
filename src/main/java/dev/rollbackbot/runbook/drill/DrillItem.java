package dev.rollbackbot.runbook.drill;

import java.util.Optional;

/**
 * An item of the drill's checklist.
 *
 * @param text what the team must be able to do
 * @param seen by what the bot sees that; empty: a person says so
 */
public record DrillItem(String text, Optional<DrillFact> seen) {}

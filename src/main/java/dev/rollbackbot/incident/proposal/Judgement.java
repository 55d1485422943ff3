package dev.rollbackbot.incident.proposal;

import java.time.Instant;

/**
 * What a person made of what a trigger led to.
 *
 * @param incident number of the incident or proposal
 * @param runbook its id
 * @param environment its id
 * @param trigger id of the trigger that began it
 * @param right it was a reason for this rollback
 * @param by the person's user id
 */
public record Judgement(
    int incident,
    String runbook,
    String environment,
    String trigger,
    boolean right,
    String by,
    Instant at) {}

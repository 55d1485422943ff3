package dev.rollbackbot.runbook;

import java.util.Optional;

/**
 * A check that a person confirms after a rollback.
 *
 * @param id unique among probes and human checks
 */
public record HumanCheck(
    String id, String title, Evidence evidence, Optional<String> instructions) {}

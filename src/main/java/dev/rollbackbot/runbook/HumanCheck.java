package dev.rollbackbot.runbook;

import java.util.Optional;

/**
 * What only people can see after a rollback.
 *
 * @param id unique among probes and human checks
 * @param title as people say it
 * @param evidence whether a link or a note goes with the confirmation
 * @param instructions how to look; empty: needs no words
 */
public record HumanCheck(
    String id, String title, Evidence evidence, Optional<String> instructions) {}

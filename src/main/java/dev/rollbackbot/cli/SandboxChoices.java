package dev.rollbackbot.cli;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the sandbox's options say.
 *
 * @param port 0 for any free port
 * @param bind the address to listen on
 * @param socket Socket Mode in place of HTTP
 * @param runbooks empty: the bundled ones, with their two companies
 * @param runPrograms whether the programs that those runbooks name are really run
 * @param play the id of the runbook that is played once, without a browser; empty: people use the
 *     page
 */
record SandboxChoices(
    int port,
    String bind,
    boolean socket,
    Optional<Path> runbooks,
    boolean runPrograms,
    Optional<String> play) {}

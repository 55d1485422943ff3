/**
 * Workflows of GitHub Actions, run as jobs: each run carries its job's id in its name, so that it is
 * found again, and none is started twice.
 */
@NullMarked
package dev.rollbackbot.gateway.github;

import org.jspecify.annotations.NullMarked;

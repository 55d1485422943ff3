/**
 * Compares what the bot says with the simulated world: every sentence of every post, panel and
 * timeline entry is recognised, and what it claims is compared with what was so when it was said.
 */
@NullMarked
package dev.rollbackbot.simulation.truth;

import org.jspecify.annotations.NullMarked;

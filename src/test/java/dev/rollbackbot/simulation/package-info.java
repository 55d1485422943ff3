/**
 * Whole runs of the bot that a seed decides: the real core, service, store and worker against a
 * simulated Slack, provider and clock, with crashes, lost responses, duplicates and arbitrary
 * clicks. One thread, no real time, no network.
 */
@NullMarked
package dev.rollbackbot.simulation;

import org.jspecify.annotations.NullMarked;

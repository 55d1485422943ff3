/**
 * Whole runs of the bot that one number decides: the real core, service, store and worker against a
 * simulated Slack, provider, world and clock, with crashes, lost answers, duplicates and people who
 * press what they like. One thread, no real time, no network.
 */
@NullMarked
package dev.rollbackbot.simulation;

import org.jspecify.annotations.NullMarked;

/**
 * Which row of an incident's outbox goes next, which rows one delivery settles, and whether the
 * outbox moves. Shell: depends on {@code app} and the core. {@code OutboxTask} delivers.
 */
@NullMarked
package dev.rollbackbot.work.outbox;

import org.jspecify.annotations.NullMarked;

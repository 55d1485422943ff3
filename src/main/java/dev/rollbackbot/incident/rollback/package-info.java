/**
 * The data of a rollback: versions, deployments, the plan and its steps, the gateway's invocations
 * and outcomes, and the history of earlier rollbacks.
 */
@NullMarked
package dev.rollbackbot.incident.rollback;

import org.jspecify.annotations.NullMarked;

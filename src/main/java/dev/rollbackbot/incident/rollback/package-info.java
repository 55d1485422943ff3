/**
 * What one rollback is made of: versions, deployments, the plan and its steps, what the gateway is
 * asked to do and how it ended, and what earlier rollbacks showed.
 */
@NullMarked
package dev.rollbackbot.incident.rollback;

import org.jspecify.annotations.NullMarked;

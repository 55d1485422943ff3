/**
 * Core: commits of a repository that people choose from. What is done with those that were chosen
 * is a job's affair.
 */
@NullMarked
package dev.rollbackbot.incident.commit;

import org.jspecify.annotations.NullMarked;

/**
 * Core: commits of a repository, those that people choose from and those that a rollback undoes.
 * What is done with those that were chosen is a job's affair.
 */
@NullMarked
package dev.rollbackbot.incident.commit;

import org.jspecify.annotations.NullMarked;

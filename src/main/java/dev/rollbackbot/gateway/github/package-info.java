/**
 * GitHub: workflows and pull requests as jobs, and what Actions deployed as services. Each carries
 * its job's id, so that it is found again, and none is started twice.
 */
@NullMarked
package dev.rollbackbot.gateway.github;

import org.jspecify.annotations.NullMarked;

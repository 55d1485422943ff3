/**
 * The stand-ins for three services that run jobs: a GitLab project, a Rundeck job and a Jenkins
 * job, with their faults. Knows neither the chat nor the page.
 */
@NullMarked
package dev.rollbackbot.sandbox.httpjobs;

import org.jspecify.annotations.NullMarked;

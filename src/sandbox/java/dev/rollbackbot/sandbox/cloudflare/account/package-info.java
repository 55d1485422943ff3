/**
 * What is deployed at the provider and when it changed: scripts, projects, versions and their
 * history, the switches for faults, and what users of the services get. No HTTP.
 */
@NullMarked
package dev.rollbackbot.sandbox.cloudflare.account;

import org.jspecify.annotations.NullMarked;

/** The deployments at the provider with their history, and the faults. No HTTP. */
@NullMarked
package dev.rollbackbot.sandbox.cloudflare.account;

import org.jspecify.annotations.NullMarked;

/**
 * What the bot can break and mend in the sandbox: a stand-in for the provider's REST API, the sites
 * that are deployed there, and the faults that a person may switch on. What the provider says is
 * live and what the sites serve are two things here, as in life: the second follows the first.
 *
 * <p>{@link CloudflareStandIn} is the only way in. Nothing here knows the chat, the page or the
 * bot.
 */
@NullMarked
package dev.rollbackbot.sandbox.cloudflare;

import org.jspecify.annotations.NullMarked;

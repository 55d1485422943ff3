/**
 * The provider's REST API, the deployed sites and the faults, behind {@link CloudflareStandIn}. The
 * sites follow the provider's live version after a delay. Knows neither the chat nor the page.
 */
@NullMarked
package dev.rollbackbot.sandbox.cloudflare;

import org.jspecify.annotations.NullMarked;

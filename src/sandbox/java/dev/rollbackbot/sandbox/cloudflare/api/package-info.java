/** The provider's REST API below {@code /client/v4}: routes, JSON and the live log stream. */
@NullMarked
package dev.rollbackbot.sandbox.cloudflare.api;

import org.jspecify.annotations.NullMarked;

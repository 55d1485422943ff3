/**
 * Cloudflare's REST API as the command gateway: surveys and rolls back Workers and Pages, captures
 * logs of Workers.
 *
 * <p>Adapter: everything but {@code CloudflareProvider} and its options is package-private.
 */
@NullMarked
package dev.rollbackbot.gateway.cloudflare;

import org.jspecify.annotations.NullMarked;

/**
 * Cloudflare's REST API as the command gateway: Workers and Pages are read and rolled back,
 * Workers' logs are captured.
 *
 * <p>Adapter: everything but {@code CloudflareGateway} and its options is package-private.
 */
@NullMarked
package dev.rollbackbot.gateway.cloudflare;

import org.jspecify.annotations.NullMarked;

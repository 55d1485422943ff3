/** Cloudflare's notifications. */
@NullMarked
package dev.rollbackbot.alert.source.cloudflare;

import org.jspecify.annotations.NullMarked;

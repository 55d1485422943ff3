/** Sentry's internal integrations. */
@NullMarked
package dev.rollbackbot.alert.source.sentry;

import org.jspecify.annotations.NullMarked;

/** Datadog's webhooks, whose body is a template of ours. */
@NullMarked
package dev.rollbackbot.alert.source.datadog;

import org.jspecify.annotations.NullMarked;

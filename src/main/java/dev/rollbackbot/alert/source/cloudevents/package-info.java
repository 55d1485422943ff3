/** CloudEvents 1.0 over HTTP. */
@NullMarked
package dev.rollbackbot.alert.source.cloudevents;

import org.jspecify.annotations.NullMarked;

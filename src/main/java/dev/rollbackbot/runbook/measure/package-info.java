/** How a probe measures: one request, or one query of a metric source. */
@NullMarked
package dev.rollbackbot.runbook.measure;

import org.jspecify.annotations.NullMarked;

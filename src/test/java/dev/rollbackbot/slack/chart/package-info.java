/** Pictures of what was measured. */
@NullMarked
package dev.rollbackbot.slack.chart;

import org.jspecify.annotations.NullMarked;

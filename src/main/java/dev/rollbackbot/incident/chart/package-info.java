/** What was measured during an incident, to be drawn. */
@NullMarked
package dev.rollbackbot.incident.chart;

import org.jspecify.annotations.NullMarked;

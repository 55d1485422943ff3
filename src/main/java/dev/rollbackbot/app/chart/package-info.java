/** Puts together what is drawn of an incident's measurements. */
@NullMarked
package dev.rollbackbot.app.chart;

import org.jspecify.annotations.NullMarked;

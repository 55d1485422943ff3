/** Grafana's own alerting. */
@NullMarked
package dev.rollbackbot.alert.source.grafana;

import org.jspecify.annotations.NullMarked;

/** Prometheus' Alertmanager, and the shape of its messages. */
@NullMarked
package dev.rollbackbot.alert.source.alertmanager;

import org.jspecify.annotations.NullMarked;

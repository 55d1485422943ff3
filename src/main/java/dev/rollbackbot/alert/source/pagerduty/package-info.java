/** PagerDuty's webhooks, version 3. */
@NullMarked
package dev.rollbackbot.alert.source.pagerduty;

import org.jspecify.annotations.NullMarked;

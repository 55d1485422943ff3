/** Drives the stand-in for Slack with the real Slack SDK, raw HTTP and a settable clock. */
@NullMarked
package dev.rollbackbot.sandbox.slack;

import org.jspecify.annotations.NullMarked;

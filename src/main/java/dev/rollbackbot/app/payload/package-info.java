/**
 * What people typed, pressed or submitted that could not be decided while Slack waited for the
 * acknowledgement: it is stored, acknowledged, and decided as soon as that is possible.
 */
@NullMarked
package dev.rollbackbot.app.payload;

import org.jspecify.annotations.NullMarked;

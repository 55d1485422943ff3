/**
 * Alerts of other systems: taking them in, and what they mean to runbooks.
 *
 * <p>Shell: the ports that adapters implement, and the one service that stores what is delivered.
 */
@NullMarked
package dev.rollbackbot.app.alert;

import org.jspecify.annotations.NullMarked;

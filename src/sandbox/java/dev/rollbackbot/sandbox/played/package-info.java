/**
 * Somebody's own runbooks, played: what they name exists here, with a made-up history, and their
 * addresses are answered here.
 */
@NullMarked
package dev.rollbackbot.sandbox.played;

import org.jspecify.annotations.NullMarked;

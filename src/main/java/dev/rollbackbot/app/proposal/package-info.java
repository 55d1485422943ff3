/** What the bot itself proposes: where a trigger that fired meets the incidents. */
@NullMarked
package dev.rollbackbot.app.proposal;

import org.jspecify.annotations.NullMarked;

/** What every provider must keep to, whatever goes wrong between it and the bot. */
@NullMarked
package dev.rollbackbot.gateway.contract;

import org.jspecify.annotations.NullMarked;

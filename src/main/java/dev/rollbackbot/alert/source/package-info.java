/**
 * How other systems write their alerts and prove that they wrote them; one package for each system.
 *
 * <p>Adapter: reads what others sent, within bounds. Stores nothing and decides nothing.
 */
@NullMarked
package dev.rollbackbot.alert.source;

import org.jspecify.annotations.NullMarked;

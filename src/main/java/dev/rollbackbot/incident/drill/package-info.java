/** What a drill has shown so far. Knows runbooks and no incident. */
@org.jspecify.annotations.NullMarked
package dev.rollbackbot.incident.drill;

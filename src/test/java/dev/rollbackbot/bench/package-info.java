/**
 * Measures the bot from outside: real processes, signed HTTP, real databases. Prints tables and
 * asserts nothing; {@code mvn -Pbench verify} runs it all.
 */
package dev.rollbackbot.bench;

/** Plays the story on the sandbox's page in a real browser, as people would. */
@NullMarked
package dev.rollbackbot.browser;

import org.jspecify.annotations.NullMarked;

/** Tests of the sandbox's page in a real browser. */
@NullMarked
package dev.rollbackbot.browser;

import org.jspecify.annotations.NullMarked;

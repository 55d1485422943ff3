/** What people do and see on the sandbox's page. */
@NullMarked
package dev.rollbackbot.sandbox.slack.page;

import org.jspecify.annotations.NullMarked;

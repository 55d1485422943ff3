/** The actions of users on the sandbox's page, and the state that the page shows. */
@NullMarked
package dev.rollbackbot.sandbox.slack.page;

import org.jspecify.annotations.NullMarked;

/** The texts of posts in a runbook: templates, their variables, and the lines of RESOLVED. */
@NullMarked
package dev.rollbackbot.runbook.template;

import org.jspecify.annotations.NullMarked;

/** Calls to GitHub's API: its address, the credential, the limits. */
@NullMarked
package dev.rollbackbot.gateway.github.api;

import org.jspecify.annotations.NullMarked;

/**
 * GitHub's REST API as far as workflows are concerned, with faults, behind {@link GitHubStandIn}.
 * Knows neither the chat nor the page.
 */
@NullMarked
package dev.rollbackbot.sandbox.github;

import org.jspecify.annotations.NullMarked;

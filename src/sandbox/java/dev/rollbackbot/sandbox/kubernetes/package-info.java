/**
 * An API server of Kubernetes with its controllers and the faults, behind {@link
 * KubernetesStandIn}. Knows neither the chat nor the page.
 */
@NullMarked
package dev.rollbackbot.sandbox.kubernetes;

import org.jspecify.annotations.NullMarked;

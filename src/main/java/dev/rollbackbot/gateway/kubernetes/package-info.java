/**
 * The API server of Kubernetes clusters as a provider: reads and rolls back Deployments,
 * StatefulSets and DaemonSets.
 *
 * <p>Adapter: everything but {@code KubernetesProvider} and its options is package-private.
 */
@NullMarked
package dev.rollbackbot.gateway.kubernetes;

import org.jspecify.annotations.NullMarked;

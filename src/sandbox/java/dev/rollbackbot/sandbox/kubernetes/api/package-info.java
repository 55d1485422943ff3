/** The REST API of the cluster: routes, patches and answers. */
@NullMarked
package dev.rollbackbot.sandbox.kubernetes.api;

import org.jspecify.annotations.NullMarked;

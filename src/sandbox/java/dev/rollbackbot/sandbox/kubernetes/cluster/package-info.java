/** The objects of a cluster, the controllers that work on them, and the faults. No HTTP. */
@NullMarked
package dev.rollbackbot.sandbox.kubernetes.cluster;

import org.jspecify.annotations.NullMarked;

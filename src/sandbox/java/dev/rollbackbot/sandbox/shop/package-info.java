/**
 * The second company: a shop on Kubernetes that deploys with GitHub Actions and Helm and has a
 * feature flag.
 */
@NullMarked
package dev.rollbackbot.sandbox.shop;

import org.jspecify.annotations.NullMarked;

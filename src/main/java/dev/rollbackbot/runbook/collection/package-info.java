/** Immutable collections whose order depends on what is in them and on nothing else. */
@NullMarked
package dev.rollbackbot.runbook.collection;

import org.jspecify.annotations.NullMarked;

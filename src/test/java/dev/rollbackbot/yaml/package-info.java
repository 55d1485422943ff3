/** Tests of {@code yaml}. */
@NullMarked
package dev.rollbackbot.yaml;

import org.jspecify.annotations.NullMarked;

/** JSON and HTTP helpers of all stand-ins. */
@NullMarked
package dev.rollbackbot.sandbox.shared;

import org.jspecify.annotations.NullMarked;

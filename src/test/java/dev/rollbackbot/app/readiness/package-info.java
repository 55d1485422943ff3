@NullMarked
package dev.rollbackbot.app.readiness;

import org.jspecify.annotations.NullMarked;

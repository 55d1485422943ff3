@NullMarked
package dev.rollbackbot.paper;

import org.jspecify.annotations.NullMarked;

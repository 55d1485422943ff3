/** The routes of the API, their answers, and who may call them. */
@NullMarked
package dev.rollbackbot.sandbox.github.api;

import org.jspecify.annotations.NullMarked;

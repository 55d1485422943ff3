/** What people are asked for, since when, and how often they were reminded. */
@NullMarked
package dev.rollbackbot.incident.request;

import org.jspecify.annotations.NullMarked;

/** JSON of any other sender, as the settings describe it. */
@NullMarked
package dev.rollbackbot.alert.source.describedjson;

import org.jspecify.annotations.NullMarked;

/** Tests of the commits that people choose from. */
@NullMarked
package dev.rollbackbot.incident.commit;

import org.jspecify.annotations.NullMarked;

package dev.rollbackbot;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * Tests without network, database, process or waiting. All of them together take seconds: {@code
 * mvn -q test -Dgroups=pure}.
 */
@Tag("pure")
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Pure {}

# Build: needs no JDK on the host.
FROM maven:3-eclipse-temurin-25 AS build
WORKDIR /build
COPY pom.xml ./
COPY .mvn .mvn
COPY manifest.yml ./
COPY src src
RUN mvn -q -B -DskipTests package

# A runtime with just the modules in use, and an AOT cache made by one dry start.
FROM eclipse-temurin:25-jdk AS runtime
WORKDIR /app
COPY --from=build /build/target/rollback-bot.jar ./
COPY --from=build /build/target/lib lib
RUN jlink --add-modules java.base,java.desktop,java.logging,java.management,java.naming,java.net.http,java.sql,java.xml,jdk.crypto.ec,jdk.httpserver,jdk.unsupported,jdk.zipfs \
      --strip-debug --no-header-files --no-man-pages --output /jre \
 && SLACK_BOT_TOKEN=xoxb-none SLACK_SIGNING_SECRET=none SLACK_API_URL=http://127.0.0.1:9/api/ \
    CLOUDFLARE_API_TOKEN=none CLOUDFLARE_ACCOUNT_ID=none CLOUDFLARE_API_BASE_URL=http://127.0.0.1:9 \
    DATABASE_URL=jdbc:sqlite:/tmp/dry.db PORT=0 \
    /jre/bin/java -XX:+UseSerialGC -XX:AOTCacheOutput=rollback-bot.aot --enable-native-access=ALL-UNNAMED \
      -jar rollback-bot.jar serve --dry-start

FROM debian:stable-slim
RUN useradd --system --create-home --uid 10001 bot && mkdir /data && chown bot /data
COPY --from=runtime /jre /jre
COPY --from=runtime /app /app
WORKDIR /app
USER bot
ENV DATABASE_URL=jdbc:sqlite:/data/rollback-bot.db
VOLUME /data
EXPOSE 3000
ENTRYPOINT ["/jre/bin/java", "-XX:+UseSerialGC", "-XX:AOTCache=rollback-bot.aot", "--enable-native-access=ALL-UNNAMED", "-jar", "rollback-bot.jar"]
CMD ["serve"]

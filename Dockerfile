# Build: needs no JDK on the host. The base images are named by digest, so that a build can be repeated.
FROM eclipse-temurin:25-jdk@sha256:97014c4b396021f9ddb7d592a7dbedb0c4e4215c29e03dc01c393558aefb71c2 AS build
# The Maven wrapper checks the hash of the archive that it unpacks with unzip.
RUN apt-get update && apt-get install -y --no-install-recommends unzip && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY pom.xml mvnw manifest.yml ./
COPY .mvn .mvn
COPY src src
RUN ./mvnw -q -B -DskipTests package
# A runtime with just the modules in use, the jars, and a cache of loaded classes; the tests start this folder.
RUN java .mvn/tools/ImageFolder.java target /image

FROM debian:stable-slim@sha256:5bc3287b25407c965a30f38e32603dc253a3869e1b12a21ac09bfc27fd8b13ce
# The fonts of the pictures that the bot draws.
RUN apt-get update && apt-get install -y --no-install-recommends fontconfig fonts-dejavu-core && rm -rf /var/lib/apt/lists/*
RUN useradd --system --create-home --uid 10001 bot && mkdir /data && chown bot /data && chmod 700 /data
COPY --from=build /image /
WORKDIR /app
USER 10001
ENV DATABASE_URL=jdbc:sqlite:/data/rollback-bot.db
VOLUME /data
EXPOSE 3000
ENTRYPOINT ["/jre/bin/java", "-XX:+UseSerialGC", "-XX:AOTCache=rollback-bot.aot", "--enable-native-access=ALL-UNNAMED", "-jar", "rollback-bot.jar"]
CMD ["serve"]

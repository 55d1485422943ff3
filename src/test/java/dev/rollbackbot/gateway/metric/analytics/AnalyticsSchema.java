package dev.rollbackbot.gateway.metric.analytics;

import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.IntValue;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.GraphQLScalarType;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;

/** What is published of the schema: it judges queries, and whether an answer fits to one. */
final class AnalyticsSchema {
  private final GraphQL graphQl;

  AnalyticsSchema() {
    RuntimeWiring.Builder wiring = RuntimeWiring.newRuntimeWiring();
    for (String name : new String[] {"string", "Time", "uint64", "float32"}) {
      wiring.scalar(
          GraphQLScalarType.newScalar().name(name).coercing(new PlainScalar(name)).build());
    }
    try {
      String text = Files.readString(Path.of("src/test/resources/cloudflare/analytics.graphql"));
      graphQl =
          GraphQL.newGraphQL(
                  new SchemaGenerator()
                      .makeExecutableSchema(new SchemaParser().parse(text), wiring.build()))
              .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Answers a query from the data of an answer: what the query doesn't allow is an error. */
  ExecutionResult judge(String query, Map<String, Object> data) {
    return graphQl.execute(e -> e.query(query).root(data));
  }

  /** A text is a text, a time is one, and a number is a number. */
  private record PlainScalar(String name) implements Coercing<Object, Object> {
    @Override
    public Object serialize(Object value, GraphQLContext context, Locale locale) {
      boolean number = name.equals("uint64") || name.equals("float32");
      if (number != value instanceof Number) {
        throw new graphql.schema.CoercingSerializeException(value + " is no " + name);
      }
      return value;
    }

    @Override
    public Object parseLiteral(
        Value<?> literal, CoercedVariables variables, GraphQLContext context, Locale locale) {
      if (literal instanceof StringValue text && name.equals("string")) {
        return text.getValue();
      }
      if (literal instanceof IntValue number && name.equals("uint64")) {
        return number.getValue();
      }
      if (literal instanceof StringValue text && name.equals("Time")) {
        try {
          return Instant.parse(text.getValue());
        } catch (DateTimeParseException e) {
          throw new CoercingParseLiteralException("no time: " + text.getValue());
        }
      }
      throw new CoercingParseLiteralException(literal + " is no " + name);
    }
  }
}

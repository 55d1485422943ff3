package dev.rollbackbot.slack.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** Refuses responses that are too long or nested too deep: the SDK reads them without limits. */
final class ResponseLimitInterceptor implements Interceptor {
  private final int maxBytes;
  private final int maxDepth;

  ResponseLimitInterceptor(int maxBytes, int maxDepth) {
    this.maxBytes = maxBytes;
    this.maxDepth = maxDepth;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    ResponseBody body = response.body();
    if (body == null) {
      return response;
    }
    @Nullable MediaType type = body.contentType();
    byte[] bytes = read(body);
    if (type != null
        && type.subtype().equals("json")
        && !JsonNesting.isWithinDepth(new String(bytes, StandardCharsets.UTF_8), maxDepth)) {
      throw new IOException("the answer is no JSON, or nested deeper than " + maxDepth);
    }
    return response.newBuilder().body(ResponseBody.create(bytes, type)).build();
  }

  private byte[] read(ResponseBody body) throws IOException {
    try (BufferedSource source = body.source()) {
      if (source.request(maxBytes + 1L)) {
        throw new IOException("the answer is longer than " + maxBytes + " bytes");
      }
      return source.readByteArray();
    }
  }
}

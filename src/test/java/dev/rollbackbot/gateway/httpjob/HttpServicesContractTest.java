package dev.rollbackbot.gateway.httpjob;

import dev.rollbackbot.gateway.Provider;
import dev.rollbackbot.gateway.contract.FaultyProxy;
import dev.rollbackbot.gateway.contract.JobBed;
import dev.rollbackbot.gateway.contract.JobProviderContract;
import dev.rollbackbot.incident.rollback.Invocation.RunHttp;
import dev.rollbackbot.sandbox.httpjobs.HttpJobsFixture;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** The services that run jobs by HTTP keep to the contract of all providers. */
final class HttpServicesContractTest {
  @Nested
  final class GitLab extends HttpServiceContract {
    GitLab() {
      super("gitlab");
    }
  }

  @Nested
  final class Rundeck extends HttpServiceContract {
    Rundeck() {
      super("rundeck");
    }
  }

  @Nested
  final class Jenkins extends HttpServiceContract {
    Jenkins() {
      super("jenkins");
    }
  }

  abstract static class HttpServiceContract extends JobProviderContract {
    private final String service;

    HttpServiceContract(String service) {
      this.service = service;
    }

    @Override
    protected JobBed bed() throws Exception {
      return new HttpBed(service, HttpJobsFixture.start());
    }
  }

  private record HttpBed(String service, HttpJobsFixture services, FaultyProxy proxy)
      implements JobBed {
    HttpBed(String service, HttpJobsFixture services) {
      this(
          service,
          services,
          new FaultyProxy(services.address(), (method, _) -> !method.equals("GET")));
    }

    private String throughProxy(String text) {
      return text.replace(services.address().getAuthority(), proxy.address().getAuthority());
    }

    @Override
    public Provider provider(Duration response) {
      Map<String, String> settings = new HashMap<>(services.settings());
      settings.replaceAll((_, value) -> throughProxy(value));
      return HttpJobFixture.of(settings, job(), response).provider();
    }

    @Override
    public RunHttp job() {
      try {
        return HttpJobFixture.run(
            throughProxy(services.runbook(service)), Map.of("version", "1.4.2"));
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    @Override
    public int started() {
      return services.standIn.started("/" + service);
    }

    @Override
    public void end() {
      services.standIn.end("/" + service, true);
    }

    @Override
    public void close() {
      proxy.close();
      services.close();
    }
  }
}

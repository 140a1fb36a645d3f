// What services outside tell of themselves: keys, faults, figures, causes, resources.
#include "model/system/outbound/outbound.hpp"

#include "model/system/outbound/outbound_causes.hpp"
#include "model/system/system.hpp"
#include "model/system/work.hpp"

#include <algorithm>

namespace onsale::system {

using engine::seconds;

Resource service_resource(const ServiceOptions& service)
{
  return {.id = service.name,
          .part = "outbound",
          .host = service.name,
          .capacity = {.cores = static_cast<double>(service.capacity)},
          .wider = {{"services." + service.name + ".capacity", static_cast<double>(service.capacity)}}};
}

Resource pool_resource(const ServiceOptions& service, std::size_t instance)
{
  return {.id = service.name + " connections",
          .instance = instance,
          .kind = Resource::Kind::held,
          .part = "outbound",
          .depth = 2,
          .capacity = {.cores = static_cast<double>(service.pool_size)},
          .of_each_process = true,
          .wider = {{"services." + service.name + ".pool-size", static_cast<double>(service.pool_size)}}};
}

Resource bulkhead_resource(const ServiceOptions& service, std::size_t instance)
{
  const auto calls = service.guards.bulkhead ? static_cast<double>(service.guards.bulkhead->max_concurrent_calls) : 0;
  return {.id = service.name + " bulkhead",
          .instance = instance,
          .kind = Resource::Kind::held,
          .part = "outbound",
          .depth = 3,
          .capacity = {.cores = calls},
          .of_each_process = true,
          .wider = {{"services." + service.name + ".bulkhead.max-concurrent-calls", calls}}};
}

const ServicesOptions& services_of(const SystemOptions& options)
{
  return static_cast<const ServicesOptions&>(*options.parts.at(outbound_part.name));
}

std::size_t number_of(const ServicesOptions& options, const config::Value& value)
{
  std::vector<std::string> names;
  for (const ServiceOptions& each : options.services)
    names.push_back(each.name);
  const std::string name = value.text({.says = "of `services`"});
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end())
    value.fault("there is no service called " + name);
  return found == names.end() ? 0 : static_cast<std::size_t>(found - names.begin());
}

const CauseKind outbound_timeout{.name = "outbound_timeout",
                                 .resource = "service outside",
                                 .says = "a service outside did not answer within connect-timeout or read-timeout",
                                 .status = 504,
                                 .log_line = [](const System&, const Work&) -> std::string {
                                   return "ResourceAccessException: I/O error on POST request: Read timed out";
                                 }};
const CauseKind outbound_error{.name = "outbound_error",
                               .resource = "service outside",
                               .says = "a service outside answered with an error",
                               .status = 502,
                               .log_line = [](const System&, const Work&) -> std::string {
                                 return "HttpServerErrorException$ServiceUnavailable: 503 Service Unavailable";
                               }};

const CauseKind time_limited{.name = "time_limited",
                             .resource = "service outside",
                             .says = "a call took longer than the time limiter lets it",
                             .log_line = [](const System&, const Work& work) {
                               return "TimeoutException: TimeLimiter '" + std::string(called_service(work)) +
                                      "' recorded a timeout exception.";
                             }};
const CauseKind call_not_permitted{.name = "call_not_permitted",
                                   .resource = "circuit breaker",
                                   .says = "the circuit breaker was open: the call was not made",
                                   .log_line = [](const System&, const Work& work) {
                                     return "CallNotPermittedException: CircuitBreaker '" +
                                            std::string(called_service(work)) +
                                            "' is OPEN and does not permit further calls";
                                   }};
const CauseKind call_rate_limited{.name = "call_rate_limited",
                                  .resource = "rate limiter",
                                  .says = "the rate limiter had no permission in time: the call was not made",
                                  .log_line = [](const System&, const Work& work) {
                                    return "RequestNotPermitted: RateLimiter '" + std::string(called_service(work)) +
                                           "' does not permit further calls";
                                  }};
const CauseKind bulkhead_full{.name = "bulkhead_full",
                              .resource = "bulkhead",
                              .says = "as many calls as the bulkhead lets through were under way",
                              .log_line = [](const System&, const Work& work) {
                                return "BulkheadFullException: Bulkhead '" + std::string(called_service(work)) +
                                       "' is full and does not permit further calls";
                              }};

namespace {

ServiceOptions read_service(const std::string& name, config::Object object, const Variation& variation)
{
  const auto count = [&](const char* key, const char* says) {
    return static_cast<std::uint32_t>(
        object.integer(key, {.says = says, .minimum = 0, .maximum = 1'000'000, .default_value = 0}));
  };
  const auto none = engine::Distribution::constant(0);
  ServiceOptions service{.name = name};
  service.time = read_distribution(object, "time", "that it works on a call", variation, none);
  service.round_trip = read_distribution(object, "round-trip", "to it and back", {}, none);
  service.capacity = count("capacity", "calls that it works on at once, others wait; 0: any number");
  service.failing = object.ratio("failing", {.says = "share of calls answered with an error", .default_value = 0.0});
  service.pool_size = count("pool-size", "connections of the client of each process; 0: any number");
  service.connect_timeout =
      object.duration("connect-timeout", {.says = "for a connection, and for the service to accept it; none: for ever",
                                          .above = seconds(0),
                                          .default_value = engine::forever});
  service.read_timeout = object.duration(
      "read-timeout",
      {.says = "for its answer; none: for ever", .above = seconds(0), .default_value = engine::forever});
  service.guards = read_resilience(object);
  object.finish();
  return service;
}

std::shared_ptr<const PartOptions> read_services(config::Object& scenario, const Variation& variation)
{
  auto options = std::make_shared<ServicesOptions>();
  config::Object services = scenario.object("services", "what the application calls over HTTP, by name");
  for (const auto& entry : services.entries("a service outside"))
    options->services.push_back(read_service(entry.key, entry.value.object(), variation));
  return options;
}

// What it says of itself.

std::size_t read_number(config::Object& object, const SystemOptions& system)
{
  if (const auto service = object.value("service", "of `services`, which it is about"))
    return number_of(services_of(system), *service);
  object.fault("service", "which of `services`?");
  return 0;
}

const FaultKind service_down{.name = "service down",
                             .says = "nobody accepts a call of `service`",
                             .read = [](config::Object& object, const SystemOptions& options) -> FaultEffect {
                               return [number = read_number(object, options)](System& system, bool begins) {
                                 Service& service = system.part<Services>(outbound_part)[number];
                                 begins ? service.stop() : service.start();
                               };
                             }};
const FaultKind service_slow{.name = "service slow",
                             .says = "`service` works `factor` times as long on a call",
                             .read = [](config::Object& object, const SystemOptions& options) -> FaultEffect {
                               const std::size_t number = read_number(object, options);
                               const double factor =
                                   object.number("factor", {.says = "so many times slower", .minimum = 1.0});
                               return [number, factor](System& system, bool begins) {
                                 system.part<Services>(outbound_part)[number].slowdown *= begins ? factor : 1 / factor;
                               };
                             }};

const FaultKind service_fails{.name = "service fails",
                              .says = "`service` answers one more `share` of the calls with an error",
                              .read = [](config::Object& object, const SystemOptions& options) -> FaultEffect {
                                const std::size_t number = read_number(object, options);
                                const double share = object.ratio("share", {.says = "of calls", .above = 0.0});
                                return [number, share](System& system, bool begins) {
                                  system.part<Services>(outbound_part)[number].failing_more += begins ? share : -share;
                                };
                              }};

double sum_over(const System& system, double (Service::*figure)() const)
{
  double sum = 0;
  for (const auto& service : system.part<Services>(outbound_part).all())
    sum += (*service.*figure)();
  return sum;
}

const MetricKind failures{.name = "service-failures-per-s",
                          .says = "calls of services that brought no good answer, each attempt",
                          .rate = MetricKind::Rate::per_second,
                          .total = [](const System& system) { return sum_over(system, &Service::failures); }};
const MetricKind calls_retried{.name = "service-retries-per-s",
                               .says = "calls of services that were made again",
                               .rate = MetricKind::Rate::per_second,
                               .total = [](const System& system) { return sum_over(system, &Service::retries); }};
const MetricKind calls_refused{.name = "calls-not-permitted-per-s",
                               .says = "calls that an open circuit breaker kept from being made",
                               .rate = MetricKind::Rate::per_second,
                               .total = [](const System& system) { return sum_over(system, &Service::not_permitted); }};
const MetricKind open_circuits{.name = "open-circuits",
                               .says = "circuit breakers that are open, over all processes and services",
                               .total = [](const System& system) { return sum_over(system, &Service::open_circuits); }};

} // namespace

const PartKind outbound_part{.name = "outbound",
                             .faults = {&service_down, &service_slow, &service_fails},
                             .metrics = {&failures, &calls_retried, &calls_refused, &open_circuits},
                             .steps = {&call_step},
                             .causes = {&outbound_timeout, &outbound_error, &time_limited, &call_not_permitted,
                                        &call_rate_limited, &bulkhead_full},
                             .resources =
                                 [](const SystemOptions& options, std::vector<Resource>& all) {
                                   for (const ServiceOptions& service : services_of(options).services) {
                                     all.push_back(service_resource(service));
                                     all.push_back(pool_resource(service, 1));
                                     if (service.guards.bulkhead)
                                       all.push_back(bulkhead_resource(service, 1));
                                   }
                                 },
                             .read = read_services,
                             .make = [](System& system, const PartOptions& options) -> std::unique_ptr<RunningPart> {
                               return std::make_unique<Services>(system, static_cast<const ServicesOptions&>(options));
                             }};

} // namespace onsale::system

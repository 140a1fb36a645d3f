#include "model/system/outbound/outbound.hpp"

#include "model/system/count32.hpp"
#include "model/system/flow/demand_walk.hpp"
#include "model/system/flow/flow_reader.hpp"
#include "model/system/flow/step/steps.hpp"
#include "model/system/system.hpp"
#include "model/system/work.hpp"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

namespace onsale::system {

using engine::seconds;
using engine::Task;

namespace {

std::uint32_t or_any(std::uint32_t count)
{
  return count > 0 ? count : unlimited;
}

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
          .wider = {{"services." + service.name + ".pool-size", static_cast<double>(service.pool_size)}}};
}

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

const ServicesOptions& of(const SystemOptions& options)
{
  return static_cast<const ServicesOptions&>(*options.parts.at(outbound_part.name));
}

/// The service that a step or a fault names; the first, and a fault, if there is none.
std::size_t number_of(const ServicesOptions& options, const config::Value& value)
{
  std::vector<std::string> names;
  for (const ServiceOptions& each : options.services)
    names.push_back(each.name);
  const std::string name = value.text({.says = "of `services`", .choices = names});
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end())
    value.fault("there is no service called " + name);
  return found == names.end() ? 0 : static_cast<std::size_t>(found - names.begin());
}

// What it says of itself.

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

std::size_t read_number(config::Object& object, const SystemOptions& system)
{
  if (const auto service = object.value("service", "of `services`, which it is about"))
    return number_of(of(system), *service);
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

const MetricKind failures{.name = "service-failures-per-s",
                          .says = "calls of services that brought no good answer",
                          .rate = MetricKind::Rate::per_second,
                          .total = [](const System& system) {
                            double sum = 0;
                            for (const auto& service : system.part<Services>(outbound_part).all())
                              sum += service->failures();
                            return sum;
                          }};

// The step.

constexpr auto answer_count = static_cast<std::size_t>(Service::Answer::count_of);

struct CallStep final : Step {
  Progress run(Work& work) const override { return call(*this, work); }
  void demand(DemandWalk& walk) const override
  {
    const ServiceOptions& its = of(walk.options()).services[service];
    walk.take(pool_resource(its, 1).id);
    walk.elsewhere(its.round_trip.mean_s());
    if (its.capacity > 0)
      walk.works(service_resource(its).id, its.time.mean_s());
    else
      walk.elsewhere(its.time.mean_s());
    walk.give_back(pool_resource(its, 1).id);
  }
  StepPicture picture() const override
  {
    StepPicture picture{.label = "call", .decides = true};
    for (std::size_t answer = 0; answer < answer_count; ++answer)
      if (branches[answer] > 0)
        picture.edges.push_back({branches[answer], std::string(words[answer])});
    return picture;
  }
  Part part() const override { return Part::delay; }

  static Task<> call(const CallStep& step, Work& work)
  {
    Service& service = work.system.part<Services>(outbound_part)[step.service];
    const Service::Answer answer = co_await service.call(*work.instance, work.draws);
    if (const std::size_t branch = step.branches[static_cast<std::size_t>(answer)]; branch > 0)
      work.at = branch;
    else if (answer == Service::Answer::error)
      work.system.failures.refuse(work, outbound_error);
    else if (answer != Service::Answer::ok)
      work.system.failures.refuse(work, outbound_timeout);
  }

  static constexpr std::array<std::string_view, answer_count> words = {"ok", "error", "connect_timeout",
                                                                       "read_timeout"};
  std::size_t service = 0;
  std::array<std::size_t, answer_count>
      branches{}; ///< [answer] where to go on; 0, which is at or before the call: none
};

/// `call: payment`, or `call: {service: payment, on: {read_timeout: [..]}}`
void read_call(FlowReader& reader, const config::Value& content)
{
  const auto& options = reader.section<ServicesOptions>(outbound_part);
  CallStep& step = reader.emit<CallStep>();
  if (not content.is_map()) {
    step.service = number_of(options, content);
    return;
  }
  config::Object object = content.object();
  if (const auto service = object.value("service", "of `services`"))
    step.service = number_of(options, *service);
  else
    object.fault("service", "which of `services`?");
  config::Object outcomes = object.object("on", "steps for answers that do not end the request");
  std::vector<JumpStep*> jumps = {&reader.emit<JumpStep>()};
  for (const auto& entry :
       outcomes.entries("steps for this answer", {CallStep::words.begin(), CallStep::words.end()})) {
    const auto answer = std::find(CallStep::words.begin(), CallStep::words.end(), entry.key);
    if (answer == CallStep::words.end()) {
      entry.value.fault("an answer is ok, error, connect_timeout or read_timeout");
      continue;
    }
    step.branches[static_cast<std::size_t>(answer - CallStep::words.begin())] = reader.here();
    reader.steps(entry.value.list());
    jumps.push_back(&reader.emit<JumpStep>());
  }
  for (JumpStep* jump : jumps)
    jump->target = reader.here();
  object.finish();
}

const StepKind call_step{
    .name = "call", .says = "an HTTP call of one of `services`; the thread waits for its answer", .read = read_call};

} // namespace

const PartKind outbound_part{.name = "outbound",
                             .faults = {&service_down, &service_slow},
                             .metrics = {&failures},
                             .steps = {&call_step},
                             .causes = {&outbound_timeout, &outbound_error},
                             .resources =
                                 [](const SystemOptions& options, std::vector<Resource>& all) {
                                   for (const ServiceOptions& service : of(options).services) {
                                     all.push_back(service_resource(service));
                                     all.push_back(pool_resource(service, 1));
                                   }
                                 },
                             .read = read_services,
                             .make = [](System& system, const PartOptions& options) -> std::unique_ptr<RunningPart> {
                               return std::make_unique<Services>(system, static_cast<const ServicesOptions&>(options));
                             }};

/// The caller's end of a call: leaves it when its request ends.
class Service::Caller {
public:
  Caller(Service& service, Call& call) : service_(service), call_(call) {}
  Caller(const Caller&) = delete;
  Caller& operator=(const Caller&) = delete;
  ~Caller()
  {
    if (call_.answered.is_open())
      service_.spare_.push_back(&call_);
    else
      call_.awaited = false;
  }

private:
  Service& service_;
  Call& call_;
};

Service::Service(System& system, const ServiceOptions& options)
    : system_(system), options_(options), workers_(system.simulation, {options.name, or_any(options.capacity)}),
      up_(system.simulation, true)
{
  system.watch(service_resource(options), workers_.station());
  pool_of(*system.application.instances().front());
}

engine::TokenPool& Service::pool_of(const Instance& instance)
{
  const std::size_t number = instance.number();
  if (const auto found = pools_.find(number); found != pools_.end())
    return found->second;
  const Resource resource = pool_resource(options_, number);
  engine::TokenPool& pool =
      pools_
          .emplace(std::piecewise_construct, std::forward_as_tuple(number),
                   std::forward_as_tuple(system_.simulation,
                                         engine::TokenPool::Options{resource.name(), or_any(options_.pool_size)}))
          .first->second;
  system_.watch(resource, pool.station());
  return pool;
}

Task<Service::Answer> Service::call(Instance& instance, engine::RandomStream& draws)
{
  const auto connection = co_await pool_of(instance).acquire(options_.connect_timeout);
  Answer answer = Answer::connect_timeout;
  if (connection && co_await up_.pass(options_.connect_timeout))
    answer = co_await ask(draws);
  failures_ += answer == Answer::ok ? 0 : 1;
  co_return answer;
}

Task<Service::Answer> Service::ask(engine::RandomStream& draws)
{
  const engine::Duration one_way = seconds(options_.round_trip.sample(draws) / 2);
  const double time_s = options_.time.sample(draws) * slowdown;
  const bool fails = options_.failing > 0 && draws.uniform() < options_.failing;
  co_await engine::Sleep{system_.simulation, one_way};
  if (spare_.empty())
    spare_.push_back(&calls_.emplace_back(system_.simulation));
  Call& call = *spare_.back();
  spare_.pop_back();
  call.answered.shut();
  call.awaited = true;
  const Caller caller(*this, call);
  system_.simulation.spawn(work(*this, call, time_s));
  if (not co_await call.answered.pass(options_.read_timeout))
    co_return Answer::read_timeout;
  co_await engine::Sleep{system_.simulation, one_way};
  co_return fails ? Answer::error : Answer::ok;
}

engine::Process Service::work(Service& service, Call& call, double time_s)
{
  {
    const auto worker = co_await service.workers_.acquire();
    co_await engine::Sleep{service.system_.simulation, seconds(time_s)};
  }
  if (call.awaited)
    call.answered.open();
  else
    service.spare_.push_back(&call);
}

Services::Services(System& system, const ServicesOptions& options)
{
  for (const ServiceOptions& service : options.services)
    all_.push_back(std::make_unique<Service>(system, service));
}

} // namespace onsale::system

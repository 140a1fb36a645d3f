// What the proxy in front tells of itself: its keys, figures, causes, resources.
#include "model/system/front/front.hpp"
#include "model/system/front/front_causes.hpp"
#include "model/system/system.hpp"

namespace onsale::system {

const CauseKind front_limited{.name = "front_limited",
                              .resource = "front",
                              .says = "limit_req: more requests than its rate and burst",
                              .status = 503,
                              .log_line = [](const System& system, const Work&) {
                                return "[error] limiting requests, excess: " +
                                       std::to_string(front_of(system.options).limit_req->burst) + " by zone \"one\"";
                              }};
const CauseKind front_connections_full{.name = "front_connections_full",
                                       .resource = "front connections",
                                       .says = "the proxy has no more connections, to clients or to the application",
                                       .log_line = [](const System& system, const Work&) {
                                         return "[alert] " +
                                                std::to_string(front_of(system.options).worker_connections) +
                                                " worker_connections are not enough";
                                       }};
const CauseKind no_live_upstream{.name = "no_live_upstream",
                                 .resource = "server",
                                 .says = "each process of the application has refused the proxy's connection",
                                 .status = 502,
                                 .log_line = [](const System&, const Work&) -> std::string {
                                   return "[error] no live upstreams while connecting to upstream";
                                 }};
const CauseKind upstream_closed{.name = "upstream_closed",
                                .resource = "server",
                                .says = "the process closed the connection before its answer",
                                .status = 502,
                                .log_line = [](const System&, const Work&) -> std::string {
                                  return "[error] upstream prematurely closed connection while reading response header "
                                         "from upstream";
                                }};
const CauseKind upstream_timed_out{.name = "upstream_timed_out",
                                   .resource = "server",
                                   .says = "no answer of the application within proxy_read_timeout",
                                   .status = 504,
                                   .log_line = [](const System&, const Work&) -> std::string {
                                     return "[error] upstream timed out (110: Connection timed out) while reading "
                                            "response header from upstream";
                                   }};

namespace {

using engine::seconds;

LimitReq read_limit_req(config::Object object, bool is_there)
{
  LimitReq limit;
  limit.rate_per_s = object.rate_per_s("rate", {.says = "of all clients together: 100/s", .default_value = 100.0});
  limit.burst =
      object.number("burst", {.says = "requests beyond it that are let through", .minimum = 0.0, .default_value = 0.0});
  limit.nodelay =
      object.boolean("nodelay", {.says = "and at once; else each waits for its turn", .default_value = false});
  if (is_there && limit.rate_per_s <= 0)
    object.fault("rate", "a limit of 0 lets nobody in");
  object.finish();
  return limit;
}

std::shared_ptr<const PartOptions> read_front(config::Object& scenario, const Variation& variation)
{
  const auto count = [](config::Object& object, const char* key, const char* says, std::int64_t least,
                        std::uint32_t otherwise) {
    return static_cast<std::uint32_t>(
        object.integer(key, {.says = says, .minimum = least, .maximum = 1'000'000, .default_value = otherwise}));
  };
  constexpr const char* says = "a proxy before the application: nginx, or a gateway like it";
  auto options = std::make_shared<FrontOptions>();
  options->is_there = scenario.has("front", says);
  config::Object object = scenario.object("front", says);
  options->work = read_distribution(object, "work", "of a worker process, for each request (TLS included)", variation,
                                    engine::Distribution::constant(0));
  options->worker_processes = count(object, "worker-processes", "event loops (nginx default 1)", 1, 1);
  options->worker_connections =
      count(object, "worker-connections", "of each, to clients and to the application (nginx default 512)", 1, 512);
  options->keepalive =
      count(object, "keepalive",
            "idle connections to each process that are kept; 0: each is closed (nginx without the directive)", 0, 0);
  options->read_timeout =
      object.duration("proxy-read-timeout", {.says = "for an answer of the application (nginx default 60s)",
                                             .above = seconds(0),
                                             .default_value = options->read_timeout});
  options->fail_timeout = object.duration(
      "fail-timeout", {.says = "that a process which refused a connection is left alone (nginx default 10s)",
                       .default_value = options->fail_timeout});
  constexpr const char* limit_says = "a leaky bucket for all clients together (limit_req); absent: none";
  const bool has_limit = object.has("limit-req", limit_says);
  const LimitReq limit = read_limit_req(object.object("limit-req", limit_says), has_limit);
  if (has_limit)
    options->limit_req = limit;
  object.finish();
  return options;
}

const MetricKind turned_away{
    .name = "front-errors-per-s",
    .says = "requests that the proxy answered itself: 502, 503, 504",
    .rate = MetricKind::Rate::per_second,
    .total = [](const System& system) { return system.part<Front>(front_part).turned_away(); }};

} // namespace

const FrontOptions& front_of(const SystemOptions& options)
{
  static const FrontOptions none;
  const auto section = options.parts.find(front_part.name);
  return section == options.parts.end() ? none : static_cast<const FrontOptions&>(*section->second);
}

Resource front_workers(const FrontOptions& options)
{
  return {.id = "front workers",
          .part = "front",
          .host = "front",
          .capacity = {.cores = static_cast<double>(options.worker_processes)},
          .wider = {{"front.worker-processes", static_cast<double>(options.worker_processes)}}};
}

Resource front_connections(const FrontOptions& options)
{
  const double connections = static_cast<double>(options.worker_processes) * options.worker_connections;
  return {.id = "front connections",
          .kind = Resource::Kind::held,
          .part = "front",
          .host = "front",
          .depth = 7,
          .capacity = {.cores = connections},
          .admits = true,
          .wider = {{"front.worker-connections", static_cast<double>(options.worker_connections)}}};
}

const PartKind front_part{
    .name = "front",
    .metrics = {&turned_away},
    .causes = {&front_limited, &front_connections_full, &no_live_upstream, &upstream_closed, &upstream_timed_out},
    .resources =
        [](const SystemOptions& options, std::vector<Resource>& all) {
          if (not front_of(options).is_there)
            return;
          all.push_back(front_workers(front_of(options)));
          all.push_back(front_connections(front_of(options)));
        },
    .read = read_front,
    .make = [](System& system, const PartOptions& options) -> std::unique_ptr<RunningPart> {
      return std::make_unique<Front>(system, static_cast<const FrontOptions&>(options));
    }};

} // namespace onsale::system

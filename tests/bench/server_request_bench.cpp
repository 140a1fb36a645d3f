#include "model/config/document.hpp"
#include "model/system/system.hpp"
#include "model/system/system_reader.hpp"
#include "sim/engine/process.hpp"

#include <benchmark/benchmark.h>

#include <deque>

namespace onsale::bench {
namespace {

// The token endpoint of a shop on a machine that is nearly full: CPU shared with k6, two Redis commands, collections.
constexpr const char* token_shop = R"(
system: bench
hosts: {box: {cores: 2, hardware-threads: 4}}
network: {round-trip: 10us, backend-round-trip: 10us}
client: {request-cpu: 0.2ms, response-cpu: 0.08ms, output-cpu: 0.14ms, sending: 10us, receiving: 15us}
demands: {law: gamma, cv: 0.8}
jvm: {young-pause: {mean: 120ms, cv: 1}}
booking: {users: 100000}
settings: {queue.unlimited: true}
endpoints:
  token:
    path: /token
    input: {user: userId}
    allocates: 200KB
    flow:
      - cpu: 0.48ms
      - redis: 20us
      - redis: 20us
      - booking: issue_token
      - respond: {fields: {data.token: token, data.wait: wait}}
)";

engine::Process user(engine::Simulation& simulation, http::Target& server, http::Exchange& exchange, http::NameId field)
{
  for (std::uint64_t k = 0;; ++k) {
    co_await engine::Sleep{simulation, engine::seconds(1)};
    exchange.request_id = (static_cast<std::uint64_t>(exchange.user) << 32) + k;
    exchange.sent.assign(1, {field, http::Value::id(exchange.user + 1)});
    exchange.begin();
    server.send(exchange);
    co_await exchange.wait(engine::seconds(60));
  }
}

/// One item is one request of one of so many users, one second apart, from k6's CPU back to it.
void ServerRequest(benchmark::State& state)
{
  http::Names names;
  config::Faults faults;
  const auto document = config::parse_document(token_shop, "bench.yaml", faults);
  config::Object top(document, faults);
  const config::Settings settings(system::server_settings(), {.scenario = top.value("settings")}, faults);
  const system::SystemOptions options = system::read_system(top, settings, names);
  faults.throw_if_any();

  engine::Simulation simulation;
  std::deque<http::Exchange> exchanges;
  system::System server(simulation, options, {1, 0});
  for (std::uint32_t number = 0; number < state.range(0); ++number) {
    http::Exchange& exchange = exchanges.emplace_back(simulation);
    exchange.user = exchange.connection = number;
    simulation.spawn(user(simulation, server, exchanges.back(), *names.fields.find("userId")));
  }
  double until_s = 10;
  simulation.run_until(engine::at_seconds(until_s));
  const auto requests = [&] { return static_cast<std::int64_t>(server.anatomy()[0].all().requests); };
  const std::int64_t before = requests();
  for (auto _ : state)
    simulation.run_until(engine::at_seconds(until_s += 0.1));
  state.SetItemsProcessed(requests() - before);
  simulation.clear();
}
BENCHMARK(ServerRequest)->Arg(100)->Arg(2000)->Arg(5000);

} // namespace
} // namespace onsale::bench

// A steady run asks the heap for nothing: frames come from their pool, waiters live in frames, tables have grown.
#include "tests/unit/system/system_fixture.hpp"

#include <cstdlib>
#include <new>

#if !defined(__SANITIZE_ADDRESS__) // which has its own operator new

namespace {
std::uint64_t allocations = 0;
} // namespace

// Inlined on one side only, the pair looks mismatched to the compiler.
[[gnu::noinline]] void* operator new(std::size_t bytes)
{
  ++allocations;
  if (void* memory = std::malloc(bytes))
    return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept
{
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept
{
  std::free(memory);
}

namespace onsale::system {
namespace {

/// Does nothing with an answer but ask again.
engine::Process user_of(SystemRig& rig, http::Exchange& exchange, std::uint32_t number, std::uint64_t& answered)
{
  exchange.user = exchange.connection = number;
  const http::NameId token = *rig.names.fields.find("t");
  const http::NameId event = *rig.names.fields.find("e");
  for (std::uint64_t k = 0;; ++k) {
    exchange.request_id = (static_cast<std::uint64_t>(number) << 32) + k;
    exchange.endpoint = static_cast<http::NameId>(k % 2);
    exchange.sent.clear();
    exchange.sent.push_back({token, static_cast<double>(number)});
    exchange.sent.push_back({event, 1});
    exchange.begin();
    rig.system->send(exchange);
    co_await exchange.wait(engine::seconds(60));
    ++answered;
  }
}

// 300 users, so that they queue for workers, connections, Redis, locks and the log flush; connections are renewed after
// 100 requests, collections stop the process. 10,000 requests to warm up, 10,000 counted.
TEST(Allocation, ASteadyRunAllocatesNothing)
{
  SystemRig rig("system: test\n"
                "hosts: {box: {cores: 8}}\n"
                "demands: {law: gamma, cv: 0.8}\n"
                "client: {request-cpu: 20us, response-cpu: 20us, output-cpu: 20us, sending: 10us, receiving: 10us}\n"
                "jvm: {thread-start-cpu: 80us}\n"
                "mysql: {fsync: 0.2ms, commit-cpu: 0.1ms, buffer-pool-miss: 10%, page-read: 0.1ms}\n"
                "booking: {users: 1000, events: 10, seats-per-event: 50}\n"
                "settings: {queue.unlimited: true, jvm.max-heap: 1GB}\n"
                "endpoints:\n"
                "  token:\n"
                "    path: /token\n"
                "    input: {token: t}\n"
                "    allocates: 2MB\n"
                "    flow:\n"
                "      - cpu: 0.1ms\n"
                "      - redis: 20us\n"
                "      - lock: {application: user, key: token}\n"
                "      - booking: issue_token\n"
                "      - transaction:\n"
                "          - lock: {row: users, key: token}\n"
                "          - query: {cpu: 0.1ms, scan: holds, per-row: 1us, pages: 1}\n"
                "      - respond: {fields: {token: token}}\n"
                "  seats:\n"
                "    path: /seats\n"
                "    input: {token: t, event: e}\n"
                "    allocates: 2MB\n"
                "    flow:\n"
                "      - cpu: 0.1ms\n"
                "      - booking: {call: require_active, on: {token_not_active: [{delay: 1ms}]}}\n"
                "      - query: 0.1ms\n"
                "      - booking: available_seats\n"
                "      - respond: {list: 'list[].id'}\n");
  std::deque<http::Exchange> exchanges;
  std::uint64_t answered = 0;
  for (std::uint32_t user = 0; user < 300; ++user)
    rig.simulation.spawn(user_of(rig, exchanges.emplace_back(rig.simulation), user, answered));
  const auto run_for = [&](std::uint64_t requests) {
    for (const std::uint64_t until = answered + requests; answered < until;)
      rig.run_until(engine::in_seconds(rig.simulation.now()) + 0.1);
  };
  run_for(10'000);
  const std::uint64_t before = allocations;
  run_for(10'000);
  EXPECT_EQ(allocations - before, 0u);
  EXPECT_TRUE(rig.system->failures.log().kinds().empty());
  rig.system.reset(); // ends the users before their exchanges
}

} // namespace
} // namespace onsale::system

#endif

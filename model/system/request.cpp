#include "model/system/request.hpp"

#include "model/system/container/container.hpp"
#include "model/system/executor/errand.hpp"
#include "model/system/system.hpp"
#include "model/system/work.hpp"

namespace onsale::system {

using engine::in_seconds;
using engine::seconds;
using engine::Sleep;
using engine::Task;

namespace {

void begin_trace(Intent& intent, const http::Exchange& exchange)
{
  intent.trace = intent.system.traces->next();
  if (intent.trace == nullptr)
    return;
  intent.trace->endpoint = intent.endpoint_number;
  intent.trace->user = exchange.user;
  intent.trace->request_id = exchange.request_id;
  intent.trace->start = intent.system.now();
  intent.laps.record(intent.trace->laps);
}

/// k6's own work on a request.
void charge_k6(Intent& intent, double demand_s)
{
  intent.laps.served(Charge::k6_cpu, demand_s / intent.system.hosts.of(Role::k6).cpu().speed(), intent.system.now());
}

/// What the request brings.
void take_in(Work& work, const http::Exchange& exchange, const Endpoint& endpoint)
{
  if (endpoint.own_values > 0)
    work.registers.make_own(endpoint.own_values);
  for (const auto& [field, name] : endpoint.input)
    work.registers[name] = exchange.sent_value(field);
  work.primary = &work.system.database->primary_of(exchange.request_id);
}

/// The answer is with the user, who still waits for it.
void answer(http::Exchange& exchange, const Work& work, const Endpoint& endpoint)
{
  work.system.count_answer(work);
  exchange.status = work.status;
  exchange.reason = reason_of(work.cause, work.outcome);
  if (exchange.bytes_sent == 0) // answered before there was a connection
    exchange.bytes_sent = static_cast<std::uint32_t>(endpoint.request_bytes);
  double bytes = 150; // a Spring error body
  if (work.response != nullptr) {
    const ResponseSpec& response = *work.response;
    exchange.representation = &response.representation;
    for (const auto& [field, condition] : response.choices)
      exchange.fields.push_back({field, condition.holds(work.registers) ? 1.0 : 0.0});
    for (const auto& [field, name] : response.fields)
      exchange.fields.push_back({field, work.registers[name]});
    bytes = response.bytes;
    if (response.list && work.seats != nullptr) {
      for (const booking::SeatId seat : *work.seats)
        exchange.items.push_back(http::Value::id(std::uint64_t{seat} + 1));
      exchange.fields.push_back({*response.list, http::Value::list(exchange.items)});
      bytes += response.bytes_per_element * static_cast<double>(work.seats->size());
    }
  }
  exchange.bytes_received = static_cast<std::uint32_t>(bytes);
}

/// @return whether somebody still waited: if not, now or long ago, the work was done for nobody
bool deliver(Work& work, const Endpoint& endpoint, http::Reply& reply, http::Phases& phases, engine::Time wrote)
{
  http::Exchange* const open = reply.exchange();
  if (open == nullptr) {
    work.system.failures.refuse(work, Cause::client_gone);
    return false;
  }
  phases.waiting_s = in_seconds(work.system.now() - wrote) - phases.sending_s - phases.receiving_s;
  open->phases = phases;
  answer(*open, work, endpoint);
  reply.done();
  return true;
}

/// Through Tomcat: accepted, taken by a worker thread, which walks through the flow. A refusal ends the flow: what is
/// held goes back, the status says why.
/// @return false: the socket was closed
Task<bool> serve(Work& work, const Endpoint& endpoint, Connector::Lease& lease)
{
  System& system = work.system;
  Tomcat& tomcat = work.instance->tomcat();
  Jvm& jvm = work.instance->jvm();
  if (not lease.place) {
    co_await tomcat.connector().accept(lease);
    work.laps.lap(Part::accept, system.now());
  }
  work.laps.hold(Charge::connections);
  if (tomcat.full())
    co_return false;
  if (engine::EventLoop* const poller = tomcat.poller())
    co_await poller->handle(seconds(system.options.threads.poller_event_cpu_s));
  work.worker = co_await tomcat.workers().begin();
  work.runs_on = work.worker.thread();
  work.laps.lap(Part::worker, system.now());
  work.laps.hold(Charge::workers);
  while (jvm.paused()) {
    co_await jvm.running().pass();
    work.laps.lap(Part::gc, system.now());
  }
  const bool has_memory = jvm.allocate(endpoint, work.memory, system.application.leak_bytes_per_request);
  if (work.instance->container() != nullptr)
    system.part<Containers>(container_part).grown(*work.instance);
  work.code_factor = jvm.code_factor(work.endpoint_number);
  jvm.compile();
  if (tomcat.starts_thread(work.worker)) {
    const Stops before = work.instance->stops();
    co_await work.run(seconds(system.options.jvm.thread_start_cpu_s));
    lap_cpu(work, system.options.jvm.thread_start_cpu_s, before);
  }
  while (jvm.paused()) {
    co_await jvm.running().pass();
    work.laps.lap(Part::gc, system.now());
  }
  if (has_memory)
    co_await walk(work);
  else
    system.failures.refuse(work, Cause::out_of_memory);
  work.give_back();
  const double response_s = system.options.threads.response_cpu.sample(work.draws);
  const Stops before = work.instance->stops();
  co_await work.run(seconds(response_s)); // whoever got the connection may take the CPU first
  lap_cpu(work, response_s, before);
  work.memory.release();
  co_return true;
}

/// The worker goes on with what was left for later.
engine::Process after_response(Parcel parcel, TaskQueue::Worker worker)
{
  Work work(parcel.intent());
  parcel.unpack(work);
  Errand self;
  co_await engine::WatchSelf{self.process};
  work.instance->errands().push_back(self);
  work.runs_on = worker.thread();
  work.at = parcel.stretch.first;
  co_await walk(work, parcel.stretch.last);
  work.give_back();
  work.instance->tomcat().wind_up(std::move(worker), work.draws);
}

const ClientOptions no_costs{};

/// A request on its way, in the frame of its process.
struct Call {
  Call(System& system, http::Exchange& exchange, const Hop& hop)
      : intent(system, system.options.endpoints[exchange.endpoint].flow, exchange.endpoint,
               engine::RandomStream(system.demands, exchange.request_id),
               hop.instance == nullptr ? system.now() : hop.since),
        reply(exchange), client(exchange.connection), fresh(exchange.fresh_connection),
        from_front(hop.instance != nullptr), instance(hop.instance)
  {
    intent.laps.charge_to(system.ledger, intent.endpoint_number);
    if (system.traces != nullptr)
      begin_trace(intent, exchange);
    if (from_front)
      intent.laps.lap(Part::front, system.now());
  }

  const Endpoint& endpoint() const { return intent.system.options.endpoints[intent.endpoint_number]; }
  /// The proxy counts its own.
  const ClientOptions& costs() const { return from_front ? no_costs : intent.system.client.options; }
  /// The proxy stands beside the application.
  double round_trip_s(engine::RandomStream& draws) const
  {
    Network& network = intent.system.network;
    return from_front ? in_seconds(network.backend_round_trip(draws)) : network.round_trip_s(draws);
  }
  engine::Duration dial_time() const
  {
    const Network& network = intent.system.network;
    return seconds(from_front ? intent.system.options.network.backend_round_trip.mean_s() + network.backend_added_s
                              : network.mean_round_trip_s());
  }

  Intent intent; ///< until it is connected
  http::Reply reply;
  std::uint32_t client; ///< number of its connection
  bool fresh;           ///< which is to be a new one
  bool from_front;      ///< sent by the proxy, not by k6
  Instance* instance = nullptr;
  Connector::Lease lease;
  InFlight in_flight;
  double blocked_s = 0;
};

/// A file that the balancer in front hands out: no process of the application hears of the request.
Task<> show_page(Call& call, int status)
{
  Work work(call.intent);
  System& system = work.system;
  const engine::Time wrote = system.now();
  http::Phases phases;
  phases.sending_s = system.client.options.sending.sample(work.draws);
  phases.receiving_s = system.client.options.receiving.sample(work.draws);
  const double round_trip_s = system.network.round_trip_s(work.draws);
  co_await Sleep{system.simulation, seconds(phases.sending_s + round_trip_s + phases.receiving_s)};
  work.laps.lap(Part::network, system.now());
  co_await system.client.hear(system.client.options.response_cpu.sample(work.draws));
  work.laps.lap(Part::client, system.now());
  work.status = status;
  deliver(work, call.endpoint(), call.reply, phases, wrote);
}

void break_off(Call& call, Cause cause, http::NetworkError error)
{
  call.intent.system.failures.refuse(call.intent, cause);
  fail(call.reply, cause, error, {});
}

/// From k6's first work to the process of the application that the request is dealt to.
/// @return false: it ends before, by the balancer's page or because no process is there
Task<bool> set_out(Call& call)
{
  Intent& intent = call.intent;
  System& system = intent.system;
  const double request_s = call.costs().request_cpu.sample(intent.draws);
  if (not call.from_front)
    co_await system.client.begin(request_s);
  charge_k6(intent, request_s);
  intent.laps.lap(Part::client, system.now());
  if (const int status = system.application.page_of(intent.endpoint_number); status != 0) {
    co_await show_page(call, status);
    co_return false;
  }
  if (call.instance == nullptr)
    call.instance = system.application.deal(call.client);
  if (call.instance != nullptr)
    co_return true;
  co_await Sleep{system.simulation, seconds(system.options.network.round_trip.mean_s())};
  intent.laps.lap(Part::connect, system.now());
  break_off(call, Cause::connection_refused, http::NetworkError::connection_refused);
  co_return false;
}

/// From the request's first byte to the last that k6 does for it.
Task<> talk(Call& call)
{
  Work work(call.intent);
  System& system = work.system;
  Instance& instance = *call.instance;
  http::Reply& reply = call.reply;
  const ClientOptions& k6_costs = call.costs();
  work.instance = &instance;
  call.in_flight.work = &work;
  const engine::Time wrote = system.now();
  http::Phases phases;
  phases.blocked_s = phases.connecting_s = call.blocked_s;
  http::Exchange& asked = *reply.exchange();
  take_in(work, asked, call.endpoint());
  asked.connected(call.blocked_s, call.blocked_s, static_cast<std::uint32_t>(call.endpoint().request_bytes));
  phases.sending_s = k6_costs.sending.sample(work.draws);
  phases.receiving_s = k6_costs.receiving.sample(work.draws);
  const double one_way_s = call.round_trip_s(work.draws) / 2;
  co_await Sleep{system.simulation, seconds(phases.sending_s + one_way_s)};
  work.laps.lap(Part::network, system.now());
  if (not co_await serve(work, call.endpoint(), call.lease)) {
    phases.waiting_s = in_seconds(system.now() - wrote) - phases.sending_s;
    system.failures.refuse(work, Cause::queue_full);
    fail(reply, Cause::queue_full, http::NetworkError::connection_reset, phases);
    co_return;
  }
  work.laps.let_go(Charge::workers);
  call.in_flight.unlink(); // the answer is on its way, whatever becomes of the process now
  if (const Stretch later = call.endpoint().after_response; later.empty())
    instance.tomcat().wind_up(std::move(work.worker), work.draws);
  else
    system.simulation.spawn(after_response(Parcel(work, later), std::move(work.worker)));
  reply.prefetch();
  co_await Sleep{system.simulation, seconds(one_way_s + phases.receiving_s)};
  work.laps.lap(Part::network, system.now());
  if (reply.exchange() != nullptr) {
    const double response_s = k6_costs.response_cpu.sample(work.draws);
    if (not call.from_front)
      co_await system.client.hear(response_s);
    charge_k6(work, response_s);
    work.laps.lap(Part::client, system.now());
  }
  const http::Exchange* const open = reply.exchange();
  // A process that is about to stop says `Connection: close` too.
  if (instance.in_rotation() && open != nullptr && not open->closes_connection)
    instance.tomcat().connector().keep(call.client, std::move(call.lease));
  if (deliver(work, call.endpoint(), reply, phases, wrote))
    co_await system.client.run(k6_costs.output_cpu.sample(work.draws)); // nobody waits for this
}

} // namespace

void fail(http::Reply& reply, Cause cause, http::NetworkError error, const http::Phases& phases)
{
  http::Exchange* const open = reply.exchange();
  if (open == nullptr)
    return;
  open->error = error;
  open->reason = reason_of(cause, booking::Outcome::ok);
  open->phases = phases;
  reply.done();
}

engine::Process carry(System& system, http::Exchange& exchange, Hop hop)
{
  if (hop.instance == nullptr)
    system.client.allocate(exchange.user);
  Call call(system, exchange, hop);
  if (not co_await set_out(call))
    co_return;
  call.in_flight.reply = &call.reply;
  call.in_flight.intent = &call.intent;
  call.in_flight.since = system.now();
  co_await engine::WatchSelf{call.in_flight.process};
  call.instance->requests().push_back(call.in_flight);
  Connector& connector = call.instance->tomcat().connector();
  const bool kept_alive = connector.take_idle(call.client, call.lease);
  if (call.fresh)
    call.lease = {};
  if (call.fresh || not kept_alive) {
    const engine::Time start = system.now();
    const bool connected = co_await connector.dial(call.lease, call.dial_time());
    call.blocked_s = in_seconds(system.now() - start);
    if (connected)
      call.intent.laps.worked_for(system.network.mean_round_trip_s(), Charge::network, system.now());
    call.intent.laps.lap(Part::connect, system.now());
    if (not connected) {
      break_off(call, Cause::connect_timeout, http::NetworkError::dial_timeout);
      co_return;
    }
  }
  if (call.reply.exchange() != nullptr)
    co_await talk(call);
  else
    system.failures.refuse(call.intent, Cause::client_gone); // before it had anything to write on
}

} // namespace onsale::system

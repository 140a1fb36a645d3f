#include "model/system/server.hpp"

#include "model/system/resources.hpp"

#include <algorithm>

namespace onsale::system {

using engine::in_seconds;
using engine::Process;
using engine::seconds;
using engine::Sleep;
using engine::Task;

namespace {

/// Redis 7.0 on a kernel 6.18, sched_waking events of 2,855 passes of one to eight replies: with each command more a
/// pass takes 18.4 us longer, and replies follow each other by 8.0 us.
constexpr double redis_answer_share = 0.43;

int flushes_of(const MySqlSettings& mysql)
{
  return (mysql.flush_log_at_commit ? 1 : 0) + (mysql.sync_binlog ? 1 : 0);
}

} // namespace

Server::Server(engine::Simulation& simulation, const SystemOptions& options, std::uint64_t seed,
               std::uint32_t replication)
    : simulation_(simulation), options_(options), settings_(options.settings), demands_(seed, replication, "demands"),
      flushes_(seed, replication, "log flushes"), promotions_(seed, replication, "queue scheduler"),
      other_work_draws_(seed, replication, "other work"), hosts_([&] {
        std::vector<std::unique_ptr<engine::ProcessorSharing>> hosts;
        for (const HostOptions& host : options.hosts)
          hosts.push_back(std::make_unique<engine::ProcessorSharing>(
              simulation, engine::ProcessorSharing::Options{host.name + " cpu", host.cpu}));
        return hosts;
      }()),
      run_queues_([&] {
        std::vector<std::unique_ptr<engine::RunQueue>> queues;
        for (std::size_t host = 0; host < options.hosts.size(); ++host) {
          const auto& queue = options.hosts[host].run_queue;
          queues.push_back(queue ? std::make_unique<engine::RunQueue>(simulation, *hosts_[host], *queue) : nullptr);
        }
        return queues;
      }()),
      groups_([&] {
        constexpr std::array<const char*, role_count> names = {"server", "mysql", "redis", "k6"};
        std::array<engine::ProcessorSharing::Group, role_count> groups{};
        for (std::size_t role = 0; role < role_count; ++role)
          if (static_cast<Role>(role) == Role::server)
            instances_.push_back(std::make_unique<Instance>(simulation, options, cpu(Role::server),
                                                            run_queue(Role::server), 1, seed, replication));
          else if (static_cast<Role>(role) == Role::mysql)
            primaries_.push_back(std::make_unique<DatabaseNode>(
                simulation, cpu(Role::mysql), "mysql disk", flushes_,
                GroupCommit::Options{options.mysql.fsync, flushes_of(options.settings.mysql)}));
          else
            groups[role] = hosts_[options.host_of[role]]->add_group(names[role]);
        return groups;
      }()),
      redis_thread_(simulation, {"redis thread", 1}), session_threads_(primaries_.front()->group),
      rows_(simulation, "row locks"), application_locks_(simulation, "application locks"), booking_(options.booking),
      anatomy_(options.endpoints.size()), redis_up_(simulation, true), seed_(seed), replication_(replication)
{
  for (std::size_t host = 0; host < hosts_.size(); ++host) {
    hosts_[host]->set_speed(options.hosts[host].speed);
    if (options.hosts[host].other_work.share > 0)
      other_work_.push_back(std::make_unique<OtherWork>(simulation, *hosts_[host], run_queues_[host].get(),
                                                        options.hosts[host].other_work, other_work_draws_, host));
  }
  if (engine::RunQueue* const queue = run_queue(Role::redis))
    redis_loop_ = std::make_unique<EventLoop>(
        simulation, *queue, group(Role::redis),
        EventLoop::Options{.pass_cpu = seconds(options.threads.redis_pass_cpu_s), .answer_share = redis_answer_share});
}

Server::~Server()
{
  simulation_.clear(); // processes hold guards of the resources that end here
}

void Server::apply(const ServerSettings& settings)
{
  settings_ = settings;
  for (const auto& instance : instances_)
    instance->apply(settings, database_up_);
  for (const auto& primary : primaries_)
    primary->redo_log.set_flushes(flushes_of(settings.mysql));
}

void Server::send(http::Exchange& exchange)
{
  simulation_.spawn(carry(exchange));
}

void Server::close(std::uint32_t connection)
{
  Connector::Lease lease; // goes back to the instance that has it
  for (const auto& instance : instances_)
    if (instance->connector().take_idle(connection, lease))
      return;
}

/// The story of one request as k6's clock sees it.
///
///   request_cpu | blocked (connect) | sending | waiting (all of the server, response_cpu) | receiving | output_cpu
Process Server::carry(http::Exchange& exchange)
{
  http::Reply reply(exchange);
  const std::uint32_t client = exchange.connection;
  const bool fresh = exchange.fresh_connection;
  Work work(*this, options_.endpoints[exchange.endpoint], exchange.endpoint,
            engine::RandomStream(demands_, exchange.request_id), simulation_.now());
  for (const auto& [field, name] : work.endpoint.input)
    work.registers[name] = exchange.sent_value(field);
  work.primary = primaries_[exchange.request_id % primaries_.size()].get();
  if (traces_ != nullptr)
    begin_trace(work, exchange);

  co_await serve(Role::k6, options_.client.request_cpu.sample(work.draws));
  work.laps.lap(Part::client, simulation_.now());

  if (const int status = page_of(exchange); status != 0) {
    co_await show_page(work, reply, status);
    co_return;
  }
  http::Phases phases;
  Connector::Lease lease;
  Instance* const dealt = deal(client);
  if (dealt == nullptr) {
    co_await Sleep{simulation_, seconds(options_.network.round_trip.mean_s())};
    work.laps.lap(Part::connect, simulation_.now());
    refuse(work, Cause::connection_refused);
    fail(reply, Cause::connection_refused, http::NetworkError::connection_refused, {});
    co_return;
  }
  Instance& instance = *dealt;
  work.instance = dealt;
  InFlight in_flight;
  in_flight.reply = &reply;
  in_flight.work = &work;
  in_flight.since = simulation_.now();
  co_await engine::WatchSelf{in_flight.process};
  instance.requests().push_back(in_flight);
  const bool kept_alive = instance.connector().take_idle(client, lease);
  if (fresh)
    lease = {};
  if (fresh || not kept_alive) {
    const bool connected = co_await dial(instance, lease, phases);
    work.laps.lap(Part::connect, simulation_.now());
    if (not connected) {
      refuse(work, Cause::connect_timeout);
      fail(reply, Cause::connect_timeout, http::NetworkError::dial_timeout, {});
      co_return;
    }
  }

  const engine::Time wrote = simulation_.now();
  if (http::Exchange* const open = reply.exchange())
    open->connected(phases.blocked_s, phases.connecting_s, static_cast<std::uint32_t>(work.endpoint.request_bytes));
  phases.sending_s = options_.client.sending.sample(work.draws);
  phases.receiving_s = options_.client.receiving.sample(work.draws);
  const double one_way_s = (options_.network.round_trip.sample(work.draws) + disturbances_.round_trip_s) / 2;
  co_await Sleep{simulation_, seconds(phases.sending_s + one_way_s)};
  work.laps.lap(Part::network, simulation_.now());

  if (not lease.place) {
    co_await instance.connector().accept(lease);
    work.laps.lap(Part::accept, simulation_.now());
  }
  if (instance.task_queue_full()) {
    refuse(work, Cause::queue_full);
    phases.waiting_s = in_seconds(simulation_.now() - wrote) - phases.sending_s;
    fail(reply, Cause::queue_full, http::NetworkError::connection_reset, phases);
    co_return;
  }
  InstanceThreads* const threads = instance.threads();
  if (threads != nullptr)
    co_await threads->poller.handle(seconds(options_.threads.poller_event_cpu_s));
  {
    engine::TokenPool::Guard worker;
    if (threads != nullptr)
      work.worker = co_await threads->tasks.begin();
    else
      worker = co_await instance.workers().acquire();
    work.laps.lap(Part::worker, simulation_.now());
    co_await handle(work);
  }
  in_flight.unlink(); // the answer is on its way, whatever becomes of the process now
  if (threads != nullptr)
    simulation_.spawn(wind_up(std::move(work.worker), *threads, options_.threads.clean_up_cpu.sample(work.draws)));

  reply.prefetch();
  co_await Sleep{simulation_, seconds(one_way_s + phases.receiving_s)};
  work.laps.lap(Part::network, simulation_.now());
  if (reply.exchange() != nullptr) {
    co_await serve(Role::k6, options_.client.response_cpu.sample(work.draws));
    work.laps.lap(Part::client, simulation_.now());
  }
  http::Exchange* const open = reply.exchange();
  if (open == nullptr) {
    // The client gave up, now or long ago: the work was done for nobody, the write fails, the connection is gone.
    refuse(work, Cause::client_gone);
    co_return;
  }
  count_answer(work);
  if (instance.in_rotation() && not open->closes_connection) // one that is about to stop says `Connection: close` too
    instance.connector().keep(client, std::move(lease));
  open->phases = phases;
  open->phases.waiting_s = in_seconds(simulation_.now() - wrote) - phases.sending_s - phases.receiving_s;
  fill(*open, work);
  reply.done();
  co_await serve(Role::k6, options_.client.output_cpu.sample(work.draws)); // nobody waits for this
}

/// What a worker does after its response: in the midst of it the socket goes back to the poller.
Process Server::wind_up(TaskQueue::Worker worker, InstanceThreads& threads, double cpu_s) const
{
  co_await threads.queue.run(*worker.thread(), seconds(cpu_s / 2));
  threads.poller.post(seconds(options_.threads.poller_register_cpu_s));
  co_await threads.queue.run(*worker.thread(), seconds(cpu_s / 2));
}

Task<bool> Server::dial(Instance& instance, Connector::Lease& lease, http::Phases& phases)
{
  const engine::Time start = simulation_.now();
  const bool connected = co_await instance.connector().dial(
      lease, seconds(options_.network.round_trip.mean_s() + disturbances_.round_trip_s));
  phases.blocked_s = phases.connecting_s = in_seconds(simulation_.now() - start);
  co_return connected;
}

void Server::fail(http::Reply& reply, Cause cause, http::NetworkError error, const http::Phases& phases)
{
  http::Exchange* const open = reply.exchange();
  if (open == nullptr)
    return;
  open->error = error;
  open->reason = reason_of(cause, booking::Outcome::ok);
  open->phases = phases;
  reply.done();
}

void Server::begin_trace(Work& work, const http::Exchange& exchange)
{
  work.trace = traces_->next();
  if (work.trace == nullptr)
    return;
  work.trace->endpoint = work.endpoint_number;
  work.trace->user = exchange.user;
  work.trace->request_id = exchange.request_id;
  work.trace->start = simulation_.now();
  work.laps.record(work.trace->laps);
}

void Server::count_answer(const Work& work)
{
  anatomy_[work.endpoint_number].add(work.laps);
  if (work.trace != nullptr)
    work.trace->status = work.status;
}

void Server::fill(http::Exchange& exchange, const Work& work) const
{
  exchange.status = work.status;
  exchange.reason = reason_of(work.cause, work.outcome);
  if (exchange.bytes_sent == 0) // answered before there was a connection
    exchange.bytes_sent = static_cast<std::uint32_t>(work.endpoint.request_bytes);
  double bytes = 150; // a Spring error body
  if (work.response != nullptr) {
    const ResponseSpec& response = *work.response;
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

std::vector<ResourceReport> Server::resources(engine::Time now) const
{
  std::vector<ResourceReport> reports;
  for (std::size_t host = 0; host < hosts_.size(); ++host)
    reports.push_back({host_cpu(options_.hosts[host]), hosts_[host]->report(now)});
  instances_.front()->report(reports, now);
  reports.push_back({redis_thread(options_), redis_thread_.station().report(now)});
  reports.push_back({row_locks(options_), rows_.station().report(now)});
  reports.push_back({application_locks(), application_locks_.station().report(now)});
  reports.push_back({database_disk(options_, "mysql disk"), primaries_.front()->disk.station().report(now)});
  for (const auto& report : added_reports_)
    report(reports, now);
  return reports;
}

} // namespace onsale::system

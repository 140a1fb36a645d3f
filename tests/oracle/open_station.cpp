#include "tests/oracle/open_station.hpp"

#include "sim/engine/cpu/cpu.hpp"
#include "sim/engine/fifo_server.hpp"
#include "sim/engine/process.hpp"
#include "sim/engine/token_pool.hpp"
#include "tests/oracle/since.hpp"

namespace onsale::oracle {
namespace {

using namespace engine;

class OpenWorld {
public:
  OpenWorld(const OpenStation& model, std::uint32_t replication, const std::vector<double>& ask_s)
      : model_(model), ask_s_(ask_s), arrivals_(1, replication, "arrivals"), demands_(1, replication, "demands"),
        server_(simulation_, {"server", model.servers}), pool_(simulation_, {"pool", model.servers}),
        cpu_(make_cpu(simulation_,
                      {.name = "cpu", .capacity = {.cores = static_cast<double>(model.servers)}, .run_queue = {}}))
  {
    result_.waited_longer.resize(ask_s.size());
  }
  ~OpenWorld() { simulation_.clear(); }

  OpenStationResult run()
  {
    simulation_.spawn(source());
    simulation_.run_until(at_seconds(model_.warm_up_s));
    simulation_.advance_to(at_seconds(model_.warm_up_s));
    const StationReport warm_up = station_report();
    simulation_.run_until(at_seconds(model_.warm_up_s + model_.measured_s));
    const StationReport report = since(warm_up, station_report());
    result_.utilisation = report.utilisation();
    result_.broken_laws = broken_laws(report);
    simulation_.run(); // the source has ended: those present are served
    result_.wait_mean_s /= static_cast<double>(served_);
    result_.response_mean_s /= static_cast<double>(served_);
    result_.turned_away /= static_cast<double>(came_);
    for (double& count : result_.waited_longer)
      count /= static_cast<double>(served_);
    return result_;
  }

private:
  StationReport station_report()
  {
    switch (model_.discipline) {
    case Discipline::fifo:
      return server_.station().report(simulation_.now());
    case Discipline::loss:
      return pool_.station().report(simulation_.now());
    default:
      return cpu_->report(simulation_.now());
    }
  }

  Process source()
  {
    RandomStream gaps(arrivals_, 0);
    std::uint64_t number = 0;
    while (true) {
      co_await Sleep{simulation_, seconds(gaps.exponential(1 / model_.arrivals_per_s))};
      if (in_seconds(simulation_.now()) >= model_.warm_up_s + model_.measured_s)
        co_return;
      simulation_.spawn(customer(number++));
    }
  }

  Process customer(std::uint64_t number)
  {
    RandomStream draws(demands_, number);
    const double demand_s = model_.demand.sample(draws);
    const Time start = simulation_.now();
    const bool measured = in_seconds(start) >= model_.warm_up_s;
    came_ += measured ? 1 : 0;
    if (model_.discipline == Discipline::loss) {
      const auto token = pool_.try_acquire();
      result_.turned_away += measured && not token ? 1 : 0;
      if (not token)
        co_return;
      co_await Sleep{simulation_, seconds(demand_s)};
    } else if (model_.discipline == Discipline::fifo) {
      co_await server_.serve(seconds(demand_s));
    } else {
      Cpu::Thread thread;
      co_await cpu_->run(thread, seconds(demand_s));
    }
    if (measured)
      note(in_seconds(simulation_.now() - start), demand_s);
  }

  void note(double response_s, double demand_s)
  {
    const double wait_s = response_s - demand_s;
    ++served_;
    result_.response_mean_s += response_s;
    result_.wait_mean_s += wait_s;
    // Nobody waits a nanosecond: what is left of a difference of large times is rounding.
    for (std::size_t i = 0; i < ask_s_.size(); ++i)
      result_.waited_longer[i] += wait_s > ask_s_[i] + 1e-9 ? 1 : 0;
  }

  const OpenStation& model_;
  const std::vector<double>& ask_s_;
  RandomFamily arrivals_;
  RandomFamily demands_;
  Simulation simulation_;
  FifoServer server_;
  TokenPool pool_;
  std::unique_ptr<Cpu> cpu_;
  OpenStationResult result_;
  std::uint64_t came_ = 0;
  std::uint64_t served_ = 0;
};

} // namespace

OpenStationResult run(const OpenStation& model, std::uint32_t replication, const std::vector<double>& ask_s)
{
  return OpenWorld(model, replication, ask_s).run();
}

} // namespace onsale::oracle

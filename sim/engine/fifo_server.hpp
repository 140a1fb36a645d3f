/// One queue before one or more equal servers, first come, first served: a single-threaded process, a disk.
#pragma once

#include "sim/engine/deadline_queue.hpp"
#include "sim/engine/simulation.hpp"
#include "sim/engine/station.hpp"
#include "sim/engine/waiter.hpp"

#include <coroutine>
#include <cstdint>
#include <string>

namespace onsale::engine {

class FifoServer {
public:
  struct Options {
    std::string name;
    std::uint32_t servers = 1;
  };

  class [[nodiscard]] Serve : public ListHook<WaitTag> {
  public:
    Serve(FifoServer& server, Duration demand) : server_(server), demand_(demand), waiter_(server.simulation_) {}
    Serve(const Serve&) = delete;
    Serve& operator=(const Serve&) = delete;
    ~Serve();
    bool await_ready() const { return false; }
    void await_suspend(std::coroutine_handle<> process);
    void await_resume();

  private:
    friend class FifoServer;
    enum class State : std::uint8_t { fresh, waiting, in_service, done };
    FifoServer& server_;
    Duration demand_;
    Waiter waiter_;
    State state_ = State::fresh;
  };

  FifoServer(Simulation& simulation, Options options)
      : simulation_(simulation), station_(std::move(options.name), options.servers), servers_(options.servers)
  {
  }
  FifoServer(const FifoServer&) = delete;
  FifoServer& operator=(const FifoServer&) = delete;

  /// co_await: until the job was served. A job whose process is ended in service frees the server at once.
  Serve serve(Duration demand) { return Serve(*this, demand); }

  /// Speed of jobs that start from now on; 0.5 makes them last twice as long.
  void set_speed(double speed) { speed_ = speed; }
  /// Pauses nest. A job in service is finished; none starts until the last resume() (a fork, a stall, an outage).
  void pause() { ++pauses_; }
  void resume();

  std::uint64_t waiting() const { return station_.queued(); }
  Station& station() { return station_; }
  const Station& station() const { return station_; }

private:
  void start(Serve& job);
  void start_waiting();

  Simulation& simulation_;
  Station station_;
  std::uint32_t servers_;
  std::uint32_t busy_ = 0;
  std::uint32_t pauses_ = 0;
  double speed_ = 1;
  WaiterList<Serve, WaitTag> waiting_;
};

} // namespace onsale::engine

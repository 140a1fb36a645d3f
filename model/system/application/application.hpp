/// The application: its processes, and the balancer before them.
#pragma once

#include "model/system/application/instance.hpp"
#include "sim/engine/keyed_lock.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace onsale::system {

struct PartKind;
extern const PartKind application_part;

class Application {
public:
  explicit Application(System& system);

  const std::vector<std::unique_ptr<Instance>>& instances() const { return instances_; }
  /// Connections are dealt to the processes in rotation, as a Kubernetes Service or another balancer of connections
  /// does; a kept-alive one stays where it is.
  /// @return the process for this client's next request; nullptr: none listens
  Instance* deal(std::uint32_t client);
  /// Status of the static page that answers this endpoint's requests instead; 0: none.
  int page_of(std::size_t endpoint) const { return endpoint < pages_.size() ? pages_[endpoint] : 0; }
  void show_page(const std::vector<std::size_t>& endpoints, int status);
  void remove_pages() { pages_.clear(); }

  void apply(const ServerSettings& settings);
  /// A host like the server's with a process of the application, not yet in rotation. @return its number from 0
  std::size_t add_instance();
  /// Ends a process as a kill does: its requests end with a reset, their transactions roll back.
  /// @param cause     of their failures
  /// @param in_order  it could say goodbye to others
  void stop_instance(std::size_t number, Cause cause = Cause::server_stopped, bool in_order = false);
  /// Answers from now on. @pre stopped or new
  void start_instance(std::size_t number);
  /// Restarts it: no new connections, up to `grace` for its requests to end, then the kill and the start-up.
  engine::Task<> restart_instance(std::size_t number, engine::Duration grace, engine::Duration start_up);

  /// Locks that processes of the application share, as in Redis.
  engine::KeyedLock& locks() { return locks_; }
  const engine::KeyedLock& locks() const { return locks_; }

  double leak_bytes_per_request = 0; ///< by faults, of the heap: reachable for ever

private:
  std::size_t choose(std::uint32_t client);

  System& system_;
  std::vector<std::unique_ptr<Instance>> instances_;
  std::vector<std::size_t> dealt_to_; // [client]
  std::size_t next_instance_ = 0;
  std::vector<int> pages_; // [endpoint], may be empty
  engine::KeyedLock locks_;
};

Resource application_locks();

} // namespace onsale::system

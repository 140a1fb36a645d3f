/// A modelled system as data: hosts, processes on them, the figures of its parts, the endpoints. Read from a scenario
/// (system_reader).
#pragma once

#include "model/booking/booking.hpp"
#include "model/system/application/thread_options.hpp"
#include "model/system/client/client.hpp"
#include "model/system/flow/cause.hpp"
#include "model/system/flow/endpoint.hpp"
#include "model/system/host/host_options.hpp"
#include "model/system/jvm/jvm_options.hpp"
#include "model/system/mysql/mysql.hpp"
#include "model/system/network/network.hpp"
#include "model/system/part.hpp"
#include "model/system/settings.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace onsale::system {

struct StatusRule {
  Cause cause = Cause::refused;
  booking::Outcome outcome = booking::Outcome::ok; ///< with Cause::refused
  int status = 500;
};

struct SystemOptions {
  const HostOptions& host(Role role) const { return hosts[host_of[static_cast<std::size_t>(role)]]; }
  const std::string& host_name(Role role) const { return host(role).name; }

  std::string name;
  std::string title;
  std::vector<HostOptions> hosts;
  HostOf host_of{};
  NetworkOptions network;
  ClientOptions client;
  JvmOptions jvm;
  ThreadOptions threads;
  const DatabaseKind* database = &mysql_database;
  MySqlOptions mysql;
  booking::BookingOptions booking;
  std::vector<std::string> lock_spaces;
  std::vector<StatusRule> statuses;
  std::vector<Endpoint> endpoints; ///< in the order of http::Names::endpoints
  ServerSettings settings;
  PartSections parts;
};

/// Of the server's process: jvm.max-heap, or the JVM's default of a quarter of its host's memory (MaxRAMPercentage 25).
inline double heap_bytes(const SystemOptions& options, const ServerSettings& settings)
{
  if (settings.jvm.max_heap_bytes > 0)
    return static_cast<double>(settings.jvm.max_heap_bytes);
  return options.host(Role::server).memory_bytes / 4;
}

inline double heap_bytes(const SystemOptions& options)
{
  return heap_bytes(options, options.settings);
}

} // namespace onsale::system

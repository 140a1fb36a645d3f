/// A modelled system as data: hosts, processes on them, the figures of its parts, the endpoints. Read from a scenario
/// (system_reader).
#pragma once

#include "model/booking/booking.hpp"
#include "model/system/application/application_options.hpp"
#include "model/system/application/thread_options.hpp"
#include "model/system/client/client.hpp"
#include "model/system/database/database_costs.hpp"
#include "model/system/database/database_list.hpp"
#include "model/system/flow/cause.hpp"
#include "model/system/flow/endpoint.hpp"
#include "model/system/flow/identities.hpp"
#include "model/system/host/host_options.hpp"
#include "model/system/job/job_options.hpp"
#include "model/system/jvm/jvm_options.hpp"
#include "model/system/kafka/kafka_options.hpp"
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
  ApplicationOptions application;
  const DatabaseKind* database = &default_database();
  DatabaseCosts database_costs;
  booking::BookingOptions booking;
  std::vector<std::string> lock_spaces;
  std::vector<StatusRule> statuses;
  std::vector<Endpoint> endpoints; ///< in the order of http::Names::endpoints
  std::vector<JobOptions> jobs;
  Identities identities; ///< how they look outside
  ServerSettings settings;
  PartSections parts;
  std::vector<ListenerOptions> listeners; ///< each with a flow among the endpoints, which no request walks
  std::size_t outbox_endpoint = 0;        ///< the same for the poller of the outbox, if there is one

  /// Of all that the application does, by number: those of endpoints, then those of jobs.
  std::vector<const Flow*> flows() const
  {
    std::vector<const Flow*> all;
    for (const Endpoint& each : endpoints)
      all.push_back(&each.flow);
    for (const JobOptions& each : jobs)
      all.push_back(&each.flow);
    return all;
  }
  /// What it belongs to: an endpoint or a job.
  const std::string& flow_name(std::size_t number) const
  {
    return number < endpoints.size() ? endpoints[number].id : jobs[number - endpoints.size()].id;
  }
};

/// Of the server's process: jvm.max-heap, or the JVM's default, which is a share of the memory of its container or else
/// its host (MaxRAMPercentage 25).
double heap_bytes(const SystemOptions& options, const ServerSettings& settings);
inline double heap_bytes(const SystemOptions& options)
{
  return heap_bytes(options, options.settings);
}

} // namespace onsale::system

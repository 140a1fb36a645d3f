/// Reading a modelled system from a scenario.
///
///   system: queue-5000vu
///   title: Concert booking with a waiting queue
///   hosts:
///     box: {cores: 6, hardware-threads: 12, smt-gain: 0.25, memory: 16GB}
///   processes: {server: box, mysql: box, redis: box, k6: box}
///   network: {round-trip: 50us, backend-round-trip: 40us}
///   client: {request-cpu: 0.1ms, response-cpu: 0.05ms, output-cpu: 0.05ms, sending: 18us, receiving: 20us,
///            vu-initialisation: 50ms}
///   demands: {law: gamma, cv: 0.5}     # how demands vary that give a mean alone
///   jvm:
///     young-pause: 20ms                # without it, live-baseline and any `holds` there are no collections at all
///     young-pause-per-gb: 0s           # more for each GB promoted
///     young-share: 60%                 # eden's part of the heap at most
///     live-baseline: 0B                # reachable without any request
///     full-gc-per-gb: 0.6s             # stop of a full collection, for each live GB
///     thread-start-cpu: 80us
///     cold-factor: 4                   # CPU of an endpoint's first request, in units of a warm one
///     warm-after: 2000                 # requests of that endpoint: e-fold of the fall
///   mysql: {fsync: 1ms, commit-cpu: 0.1ms, buffer-pool-miss: 0%, page-read: 0.1ms}
///   booking: {users: 100000, concerts: 1, events: 50000, seats-per-event: 50, price: 10000, balance: 0, ...}
///   statuses: {seat_taken: 409, pool_timeout: 503}
///   settings: {server.tomcat.threads.max: 200}
///   endpoints: ...                     # endpoint_reader.hpp
#pragma once

#include "model/config/object.hpp"
#include "model/config/settings.hpp"
#include "model/http/names.hpp"
#include "model/system/system_options.hpp"

namespace onsale::system {

/// @param top       the scenario; the keys of the load are left for their own reader
/// @param settings  as read from all their sources
/// @param names     endpoints and fields are interned here
SystemOptions read_system(config::Object& top, const config::Settings& settings, http::Names& names);

} // namespace onsale::system

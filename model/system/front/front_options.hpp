/// The proxy in front of the application as data: `front:` of a scenario, under the names of nginx's directives.
#pragma once

#include "model/config/object.hpp"
#include "model/system/flow/distribution_reader.hpp"
#include "model/system/part.hpp"
#include "model/system/resource.hpp"
#include "sim/engine/distribution.hpp"
#include "sim/engine/time.hpp"

#include <cstdint>
#include <optional>

namespace onsale::system {

extern const PartKind front_part;

/// limit_req: a leaky bucket for all clients together, as one load generator has one address.
struct LimitReq {
  double rate_per_s = 0;
  double burst = 0;
  bool nodelay = false; ///< else what is let through waits until it is its turn
};

struct FrontOptions final : PartOptions {
  bool is_there = false;
  engine::Distribution work = engine::Distribution::constant(0); ///< of a worker process, for one request
  std::uint32_t worker_processes = 1;
  std::uint32_t worker_connections = 512; ///< of each, to clients and to the application
  std::uint32_t keepalive = 0;            ///< idle connections to the application that are kept; 0: each is closed
  engine::Duration read_timeout{60};      ///< proxy_read_timeout
  engine::Duration fail_timeout{10};      ///< that a process that refused is left alone
  std::optional<LimitReq> limit_req;
};

const FrontOptions& front_of(const SystemOptions& options);
Resource front_workers(const FrontOptions& options);
Resource front_connections(const FrontOptions& options);

} // namespace onsale::system

/// How many processes the application has, and who gives them their clients: `application:` of a scenario.
#pragma once

#include "model/config/object.hpp"

#include <cstdint>

namespace onsale::system {

/// Which process a new connection goes to.
enum class Balancing : std::uint8_t {
  round_robin,       ///< in turn: a Kubernetes Service, nginx
  least_connections, ///< that has fewest requests at work: nginx least_conn, HAProxy leastconn
  hash               ///< always the same for the same client: nginx ip_hash
};

struct ApplicationOptions {
  std::uint32_t instances = 1; ///< at the start, the second and further ones on hosts like that of the server
  Balancing balancing = Balancing::round_robin;
};

ApplicationOptions read_application(config::Object object);

} // namespace onsale::system

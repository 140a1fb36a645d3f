#include "model/system/application/application_options.hpp"

namespace onsale::system {

ApplicationOptions read_application(config::Object object)
{
  ApplicationOptions application;
  application.instances = static_cast<std::uint32_t>(
      object.integer("instances", {.says = "processes at the start, each on a host of its own like that of the server",
                                   .minimum = 1,
                                   .maximum = 1000,
                                   .default_value = 1}));
  application.balancing = object.one_of<Balancing>("balancing", "which process a client's new connection goes to",
                                                   {{"round-robin", Balancing::round_robin},
                                                    {"least-connections", Balancing::least_connections},
                                                    {"hash", Balancing::hash}},
                                                   Balancing::round_robin);
  object.finish();
  return application;
}

} // namespace onsale::system

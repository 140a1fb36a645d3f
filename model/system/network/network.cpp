#include "model/system/network/network.hpp"

#include "model/system/flow/distribution_reader.hpp"
#include "model/system/part.hpp"
#include "model/system/system.hpp"

namespace onsale::system {
namespace {

FaultEffect read_added(config::Object& object, double Network::*added)
{
  const double time_s =
      engine::in_seconds(object.duration("adds", {.says = "to each round trip", .above = engine::seconds(0)}));
  return [time_s, added](System& system, bool begins) { system.network.*added += begins ? time_s : -time_s; };
}

const FaultKind network_slow{
    .name = "network slow",
    .says = "each round trip between client and server takes `adds` longer",
    .read = [](config::Object& object, const SystemOptions&) { return read_added(object, &Network::added_s); }};
const FaultKind backend_slow{
    .name = "backend network slow",
    .says = "the same between server and database or Redis",
    .read = [](config::Object& object, const SystemOptions&) { return read_added(object, &Network::backend_added_s); }};

} // namespace

const PartKind network_part{.name = "network", .faults = {&network_slow, &backend_slow}};

NetworkOptions read_network(config::Object object)
{
  const Variation constant;
  NetworkOptions network;
  network.round_trip =
      read_distribution(object, "round-trip", "k6 and server, there and back", constant, network.round_trip);
  network.backend_round_trip = read_distribution(
      object, "backend-round-trip", "server and MySQL or Redis, there and back", constant, network.backend_round_trip);
  object.finish();
  return network;
}

} // namespace onsale::system

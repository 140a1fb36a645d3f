/// The ways between k6, the server and what stands behind it.
#pragma once

#include "model/config/object.hpp"
#include "sim/engine/distribution.hpp"
#include "sim/engine/random.hpp"
#include "sim/engine/time.hpp"

namespace onsale::system {

struct PartKind;
extern const PartKind network_part;

struct NetworkOptions {
  engine::Distribution round_trip = engine::Distribution::constant(50e-6);         ///< client to server
  engine::Distribution backend_round_trip = engine::Distribution::constant(50e-6); ///< server to what is behind it
};

NetworkOptions read_network(config::Object object);

class Network {
public:
  /// @param options  must outlive it
  explicit Network(const NetworkOptions& options) : options_(options) {}

  /// Between client and server, there and back.
  double round_trip_s(engine::RandomStream& draws) const { return options_.round_trip.sample(draws) + added_s; }
  /// The same of the mean way, as handshakes take it.
  double mean_round_trip_s() const { return options_.round_trip.mean_s() + added_s; }
  /// Between the server and what is behind it, there and back.
  engine::Duration backend_round_trip(engine::RandomStream& draws) const
  {
    return engine::seconds(options_.backend_round_trip.sample(draws) + backend_added_s);
  }

  double added_s = 0; ///< by faults, to each round trip
  double backend_added_s = 0;

private:
  const NetworkOptions& options_;
};

} // namespace onsale::system

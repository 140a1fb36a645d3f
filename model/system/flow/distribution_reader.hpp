/// Reading times that vary: `2ms`, or `{mean: 2ms, cv: 0.5, law: lognormal}`.
#pragma once

#include "model/config/object.hpp"
#include "sim/engine/distribution.hpp"

#include <string_view>

namespace onsale::system {

/// How times vary whose scenario gives the mean alone.
struct Variation {
  engine::Distribution::Law law = engine::Distribution::Law::constant;
  double cv = 0;
};

/// `demands: {law: gamma, cv: 0.5}` of a system.
Variation read_variation(config::Object object);

engine::Distribution read_distribution(const config::Value& value, const Variation& variation);
/// The same for a key of a map, with what it is for, and what holds when it is absent.
engine::Distribution read_distribution(config::Object& object, std::string_view key, std::string_view says,
                                       const Variation& variation, const engine::Distribution& otherwise);

} // namespace onsale::system

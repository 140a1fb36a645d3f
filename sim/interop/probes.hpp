/// Made-up values for all that is known of a format so far.
#pragma once

#include "model/config/node.hpp"
#include "sim/interop/format.hpp"

#include <set>
#include <string>
#include <vector>

namespace onsale::interop {

/// Gives for a shape the values that between them show every form, word and key that is known of it, each key alone and
/// with its neighbours. What is not known yet is given as a single value, a list and a map. A shape that has a name is
/// shown in full at the first place only.
class Probes {
public:
  explicit Probes(const Format& format) : format_(format) {}

  std::vector<config::Node> of(const Shape& shape);

private:
  std::vector<config::Node> of_scalar(const Scalar& scalar);
  std::vector<config::Node> of_map(const Shape& shape);
  void of_keys(const Shape& shape, std::vector<config::Node>& maps);
  config::Node own_keys(const Shape& shape);
  std::string number();

  const Format& format_;
  std::set<std::string> shown_;
  int made_ = 0; // so many values, each its own: what depends on another value shows by changing with it
};

} // namespace onsale::interop

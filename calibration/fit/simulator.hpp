/// Simulations of tests at given parameters: in child processes, side by side, none of them twice.
#pragma once

#include "calibration/fit/parameter.hpp"
#include "calibration/fit/store.hpp"
#include "calibration/fit/test_run.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace onsale::fit {

/// One simulation: a test, the factors of the parameters, and which draws.
struct Point {
  const TestRun* test = nullptr;
  Coordinates at;                ///< [parameters]
  std::uint32_t replication = 0; ///< the same draws at all parameters: differences are theirs alone
};

class Simulator {
public:
  struct Options {
    std::uint64_t seed = 1;
    std::size_t jobs = 1;
    std::string program; ///< tells programs apart that may answer differently: their stored simulations are not mixed
    /// Called when a simulation has ended, with how many have so far.
    std::function<void(std::size_t)> progress = {};
  };

  /// @param parameters  must outlive the object, as the store
  Simulator(const std::vector<Parameter>& parameters, Store& store, Options options);

  /// @return [points] what each tells
  /// @throws run::ChildFailure naming test and parameters
  std::vector<Values> run(std::span<const Point> points);

  std::size_t simulated() const { return simulated_; } ///< by this object, without those that the store had

private:
  std::uint64_t key_of(const Point& point) const;
  std::uint64_t seed_of(const TestRun& test) const;

  const std::vector<Parameter>& parameters_;
  Store& store_;
  Options options_;
  std::size_t simulated_ = 0;
};

} // namespace onsale::fit

/// Simulated figures that outlive the process that computed them: one line of JSON for each simulation, appended as it
/// ends.
#pragma once

#include "calibration/fit/figure.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <unordered_map>

namespace onsale::fit {

class Store {
public:
  /// Reads what is there; a last line that a kill cut short is cut off. An empty path keeps everything in memory.
  /// @throws config::InvalidInput naming the line if the file is something else
  explicit Store(std::filesystem::path path);
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  /// nullptr if this simulation has not been made.
  const Values* find(std::uint64_t key) const;
  /// @throws k6::OutputError if it cannot be written down
  void add(std::uint64_t key, Values values);

  std::size_t size() const { return values_.size(); }

private:
  void read();

  std::filesystem::path path_;
  int descriptor_ = -1;
  std::unordered_map<std::uint64_t, Values> values_; // looked up only, never walked
};

} // namespace onsale::fit

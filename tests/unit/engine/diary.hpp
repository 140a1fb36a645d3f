/// What happened when in a simulation, one line each, so that a test compares a whole trace: "1.5 a got a token".
#pragma once

#include "sim/engine/simulation.hpp"

#include <cstdio>
#include <string>
#include <vector>

namespace onsale::engine {

class Diary {
public:
  explicit Diary(const Simulation& simulation) : simulation_(simulation) {}

  /// Notes `what` with the present time in seconds, to six digits.
  void note(const std::string& what)
  {
    char time[32];
    std::snprintf(time, sizeof time, "%.6g ", in_seconds(simulation_.now()));
    lines_.push_back(time + what);
  }
  const std::vector<std::string>& lines() const { return lines_; }

private:
  const Simulation& simulation_;
  std::vector<std::string> lines_;
};

/// Ends all processes before the resources declared above it are gone. Declare it last.
class ClearAtEnd {
public:
  explicit ClearAtEnd(Simulation& simulation) : simulation_(simulation) {}
  ClearAtEnd(const ClearAtEnd&) = delete;
  ClearAtEnd& operator=(const ClearAtEnd&) = delete;
  ~ClearAtEnd() { simulation_.clear(); }

private:
  Simulation& simulation_;
};

} // namespace onsale::engine

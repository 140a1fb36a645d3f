/// The requests of a journey as it is written, each with what the steps before it have drawn and kept.
#pragma once

#include "model/config/node.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace onsale::fit {

/// One request of a journey, and where each variable has its value from up to there. Points into the journey's node.
struct Sighting {
  struct Origin {
    const config::Node* select = nullptr; ///< the step that draws it; nullptr: a request keeps it
    std::optional<std::size_t> answer;    ///< sighting whose response it is from
    std::string field;                    ///< of that response
  };
  const config::Node* request = nullptr; ///< the step's value
  std::map<std::string, Origin> variables;

  /// Without select and answer: not before this request.
  Origin origin(const std::string& variable) const;
};

/// In the order in which they are written: alternatives and repetitions one after the other.
/// @param steps  of a journey that has been read without faults; must outlive the result
std::vector<Sighting> sightings_of(const config::Node& steps);

/// The text of a map's key; empty if there is none.
std::string text_of(const config::Node& map, std::string_view key);

} // namespace onsale::fit

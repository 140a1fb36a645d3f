/// Faults and what operators did, as stretches of the test.
#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace onsale::plots {

struct Stretch {
  double from_s = 0;
  double to_s = 0;  ///< the same for what happens at once
  std::string kind; ///< `fault`, `sign`, `action`
  std::string text; ///< `database down`
};

/// Of the manifest's timeline, in order of their begin; what has no end lasts to the end of the run. Signs are what
/// somebody noticed: an instant.
std::vector<Stretch> timeline_of(const nlohmann::ordered_json& manifest, double last_s);

/// `database down, 20 s to 40 s`; signs as `noticed: ...`
std::string words_of(const Stretch& stretch);

/// So many are shown in a picture, each under a letter where there are several.
inline constexpr std::size_t most_stretches = 8;
char letter_of(std::size_t stretch);
/// All of them in a line: `A database down, 20 s to 40 s; B ...`
std::string timeline_words(const std::vector<Stretch>& stretches);

} // namespace onsale::plots

/// What the readers of a document ask of it, noted while they ask: so the format can be told by those who read it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace onsale::config {

struct Question {
  enum class Kind : std::uint8_t {
    map,      ///< a map is read here; the questions about its keys follow
    key,      ///< `words[0]` is a key of the map
    required, ///< `words[0]` is a key that the map must have
    one_key,  ///< the map must have exactly one of the keys `words`
    own_keys, ///< the keys of the map are the user's own names, or those of `words` if there are any
    list,     ///< a list of at least `limits.minimum` elements
    shape,    ///< what is read here is known as `words[0]`, wherever it stands
    number,
    integer,
    ratio,
    duration,
    bytes,
    rate,
    boolean,
    text,
    choice ///< one of `words`
  };

  /// As texts, in the way in which a user would write them; empty: none.
  struct Limits {
    std::string minimum = {};
    std::string above = {};
    std::string maximum = {};
    std::string default_value = {};
    std::string default_unit = {}; ///< of a bare number
    bool operator==(const Limits&) const = default;
  };

  Kind kind = Kind::map;
  std::string path; ///< of the value, or of the map: `endpoints.reserve.flow[2]`
  std::vector<std::string> words = {};
  Limits limits = {};
  std::string says = {}; ///< what the key, each of the own keys, or the shape is for; empty: said elsewhere
};

} // namespace onsale::config

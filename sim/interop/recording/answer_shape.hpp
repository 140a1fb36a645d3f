/// What is known of the answers of one endpoint: the parts that a script has read of them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace onsale::interop {

struct AnswerShape {
  enum class Kind : std::uint8_t { unknown, scalar, object, list };

  Kind kind = Kind::unknown;
  std::vector<std::string> names; ///< of an object's members, in the order read
  std::vector<AnswerShape> parts; ///< they; of a list one

  /// Something was read or done at a place: `data.seats[].id`.
  /// @return whether that is news
  bool note(std::string_view place, Kind as);
  /// What nobody looked into is a single value.
  /// @return whether there was such a part
  bool settle();

  /// Of a part, as its answer calls it.
  std::string place_of(std::size_t part, const std::string& place) const
  {
    if (kind == Kind::list)
      return place + "[]";
    return place.empty() ? names[part] : place + "." + names[part];
  }
  /// Visits all single values with their places.
  template <class Visit> void for_each_scalar(const Visit& visit, const std::string& place = "") const
  {
    if (kind == Kind::scalar)
      visit(place);
    for (std::size_t part = 0; part < parts.size(); ++part)
      parts[part].for_each_scalar(visit, place_of(part, place));
  }
};

/// `id` of `data.seats[].id`.
std::string last_name(std::string_view place);

} // namespace onsale::interop

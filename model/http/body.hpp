/// The JSON body of an answer: a tree whose leaves are constants or fields of the response.
#pragma once

#include "model/http/names.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace onsale::http {

struct Body {
  enum class Kind : std::uint8_t {
    null,
    truth,   ///< `number` is 0 or 1
    number,  ///< `number`
    text,    ///< `text`
    field,   ///< the response's value of `field`
    element, ///< what the innermost list around it is at: in the list `field`, or without `has_field` its number
    object,  ///< `names` and `parts`
    list,    ///< `parts`
    each,    ///< one part, for each element of the list in `field`, or for 1, 2.. up to that number or to `number`
    choice   ///< the first part if `field` is not 0, else the second
  };

  Kind kind = Kind::null;
  bool has_field = false;
  NameId field = 0;
  std::uint8_t form = 0; ///< of a field or element that is an identity; 0: as it is
  double number = 0;
  std::string text;
  std::vector<std::string> names;
  std::vector<Body> parts;

  static Body of_text(std::string text);
  static Body of_number(double number);
  static Body of_field(NameId field, std::uint8_t form);

  /// The member of an object, added if it is new.
  Body& member(std::string_view name);
};

/// Puts a field at its path into a body: `data.id`, or `list[].id` for each element of a list.
/// @param form  how it looks outside
void put_field(Body& body, std::string_view path, NameId field, std::uint8_t form);

/// A header of an answer: its value, with a field of the response in place of `{}`.
struct Header {
  std::string name;
  std::string value;
  bool has_field = false;
  NameId field = 0;
  std::uint8_t form = 0;
};

/// What an answer looks like to who reads it.
struct Representation {
  Body body;
  std::vector<Header> headers;
};

} // namespace onsale::http

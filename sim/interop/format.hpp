/// What a document may hold, as far as its readers tell by their questions: the format behind the JSON Schema.
#pragma once

#include "model/config/question.hpp"

#include <cstddef>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace onsale::interop {

/// Stands for a limit or a default that depends on other values of the document.
inline const std::string varies = "varies";

/// One way in which a single value is read.
struct Scalar {
  config::Question::Kind kind = config::Question::Kind::text;
  std::vector<std::string> words; ///< of a choice
  config::Question::Limits limits;
};

/// All that may stand at one place of a document, of which the values found so far are the union.
struct Shape {
  struct Key {
    std::string name;
    std::unique_ptr<Shape> value;
  };

  std::string name; ///< not empty: it is the shape of that name (Format::find), all else but `says` is empty
  std::vector<std::string> says; ///< what it is for at this place, as each of its readers says it
  std::vector<Scalar> scalars;
  bool is_list = false;
  std::size_t least_elements = 0;
  std::unique_ptr<Shape> element;
  bool is_map = false;
  std::vector<Key> keys;                        ///< in the order in which they are asked for
  std::vector<std::vector<std::string>> one_of; ///< of each group exactly one key is there
  std::unique_ptr<Shape> own;                   ///< of the values under the user's own keys
  std::vector<std::string> own_names;           ///< what those keys may be; empty: anything
  std::set<std::string> required;               ///< asked for, and missed whenever they were absent
  std::set<std::string> optional;               ///< absent once without being missed
  bool is_tried = false;                        ///< a single value, a list and a map have been put there
  bool is_settled = false;                      ///< all that is known of it was put there, and nothing new came of it

  const Shape* find(std::string_view key) const;
  /// @pre it is one of `keys`
  Shape& at_key(std::string_view key);
  bool is_known() const { return not scalars.empty() or is_list or is_map or not name.empty(); }
};

/// A format: the shape of the whole document, and the shapes that have names.
struct Format {
  Shape top;
  std::vector<Shape::Key> named;

  const Shape& resolved(const Shape& shape) const;
  Shape& resolved(Shape& shape);
};

} // namespace onsale::interop

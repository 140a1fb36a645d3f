#pragma once

#include "model/config/faults.hpp"
#include "model/config/node.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace onsale::config {

/// A YAML file with everything it includes, merged. `include:` names one file or a list of them, relative to the file
/// that says so; later ones lie over earlier ones and the including file lies over them all. Maps merge key by key,
/// lists and scalars are replaced. Every value keeps the file and place where it was written.
struct Document {
  Node root;                      ///< a map, without its `include`
  std::vector<std::string> files; ///< all that were read, in order of reading
  bool complete = true;           ///< false: a part could not be read, so what is missing may only be unread
};

/// Faults: unreadable files (with the nearest name of the folder), YAML errors, include cycles (with the chain).
Document load_document(const std::filesystem::path& path, Faults& faults);

/// The same from a text. @param file  its name in messages; includes are relative to that file's folder
Document parse_document(std::string_view text, const std::string& file, Faults& faults);

} // namespace onsale::config

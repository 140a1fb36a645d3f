#pragma once

#include "model/k6/summary/summary.hpp"

#include <string>

namespace onsale::k6 {

/// The JSON file of k6's --summary-export. Groups and checks keep their order, metrics and values are sorted by name
/// (k6 writes those in random order). A threshold's boolean says whether it was crossed: true is bad, as in k6.
std::string summary_export(const Summary& summary);

/// Text as a JSON string, quotes included. Bytes that are not UTF-8 are taken as they are.
std::string json_string(std::string_view text);

} // namespace onsale::k6
